//! Frames, in and out, through Arrow's C interface.

mod given;
mod table;

pub use given::given;
pub use table::Table;

use polars_arrow::ffi::{ArrowArray, ArrowSchema};

/// Arrow's C structures are one and the same in both crates; only their names differ.
macro_rules! same_structure {
    ($into:ident, $from:ty, $to:ty) => {
        pub(crate) fn $into(value: $from) -> $to {
            const { assert!(size_of::<$from>() == size_of::<$to>()) };
            let value = std::mem::ManuallyDrop::new(value);
            // SAFETY: both are the structure that the Arrow C data interface prescribes, and the
            // original is not dropped, so that its release is called once, by the copy.
            unsafe { std::ptr::from_ref(&*value).cast::<$to>().read() }
        }
    };
}

same_structure!(array_in, arrow_array::ffi::FFI_ArrowArray, ArrowArray);
same_structure!(schema_in, arrow_array::ffi::FFI_ArrowSchema, ArrowSchema);
same_structure!(array_out, ArrowArray, arrow_array::ffi::FFI_ArrowArray);
same_structure!(schema_out, ArrowSchema, arrow_array::ffi::FFI_ArrowSchema);
