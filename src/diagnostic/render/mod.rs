//! The formats of findings, one file each: functions from findings to text.
