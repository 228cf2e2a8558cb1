//! Enums whose members have one word in files, tables and options.

/// Declares such an enum: the word of each member stands beside it and nowhere else. Members are
/// ordered by their words, so that a map of them is written in alphabetical order.
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident, $what:literal {
        $($(#[$doc:meta])* $member:ident = $id:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $member,)+ }

        impl $name {
            /// Every member, in the order of their declaration.
            pub const ALL: [Self; [$($id),+].len()] = [$(Self::$member),+];

            /// The word in files, tables and options.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$member => $id,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.into_iter().find(|member| member.id() == text).ok_or_else(|| {
                    let ids = Self::ALL.map(Self::id).join(", ");
                    format!(concat!("`{}` is no ", $what, "; there are {}"), text, ids)
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.id())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.id()
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.id().cmp(other.id())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.id())
            }
        }
    };
}
