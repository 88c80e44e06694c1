//! Addresses with a query.

use data_encoding::HEXLOWER;

/// The address of `path` with the parameters that say something: `href("/staff/audit", &[("who", "a b"), ("from", "")])` is
/// `/staff/audit?who=a%20b`.
pub fn href(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.len() == path.len() { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.push_str(&percent_encode(value));
    }
    address
}

/// Whether `path` leads to a page of this program in every browser: they take `\` for `/`, and drop tabs and ends of lines.
pub fn is_local(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| (b'!'..=b'~').contains(&byte) && byte != b'\\');
    is_plain && path.starts_with('/') && !path.starts_with("//")
}

/// Encodes all but letters, digits and `-._~/` (RFC 3986, 2.1), for a value in a query.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            _ => {
                encoded.push('%');
                encoded.push_str(&HEXLOWER.encode(&[byte]).to_ascii_uppercase());
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives_as_a_value() {
        assert_eq!(percent_encode("/a/C-1?q=é&x=1"), "/a/C-1%3Fq%3D%C3%A9%26x%3D1");
    }

    #[test]
    fn only_what_says_something_is_in_the_address() {
        assert_eq!(href("/a", &[("q", ""), ("who", "a b"), ("x", "&")]), "/a?who=a%20b&x=%26");
        assert_eq!(href("/a", &[]), "/a");
    }
}
