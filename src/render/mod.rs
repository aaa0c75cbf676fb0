//! A page and a theme in, bytes out.
