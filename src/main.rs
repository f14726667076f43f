<<<<<<< HEAD
=======
//! The program `wxpay-sandbox`: everything it does is in the library.

>>>>>>> catalogue
fn main() {}
