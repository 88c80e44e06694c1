//! Files on their way out: to be saved, never to be shown.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderValue, header};
use kit_files::Reading;

/// Should a browser show it all the same, nothing in it may run or load.
const NOTHING_RUNS: &str = "default-src 'none'; sandbox";

/// A file as an answer: piece by piece, under this name. Its type is not told, so that no browser takes it for a page.
pub fn saved(name: &str, reading: Reading) -> Response {
    let size = reading.size();
    let pieces = stream::try_unfold(reading, async |mut reading| {
        let piece = reading.next().await.inspect_err(|error| tracing::error!(%error, "a file cannot be read on"))?;
        Ok::<_, kit_files::FileError>(piece.map(|piece| (piece, reading)))
    });
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING_RUNS));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    let disposition = HeaderValue::from_str(&disposition(name));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// RFC 6266: the name for all browsers, and in ASCII for those that know no other letters.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let encoded: String = name.bytes().map(byte).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_one_header() {
        assert_eq!(disposition("plan 2.png"), "attachment; filename=\"plan 2.png\"; filename*=UTF-8''plan%202.png");
        let odd = disposition("é\"\r\nX: y%\\.png");
        assert_eq!(odd, "attachment; filename=\"____X: y__.png\"; filename*=UTF-8''%C3%A9%22%0D%0AX%3A%20y%25%5C.png");
        assert!(HeaderValue::from_str(&odd).is_ok());
    }
}
