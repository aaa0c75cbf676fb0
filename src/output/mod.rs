//! The way to the disk: a manifest of what was written, and one writer.
