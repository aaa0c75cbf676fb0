//! Compiles the crate again when a file of the built-in theme changes: it is compiled in, and cargo cannot see that.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
}
