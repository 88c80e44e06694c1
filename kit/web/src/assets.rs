//! The files that pages need, embedded in the program and served under addresses that change with their content.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::{HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

/// A file and its address.
struct Asset {
    address: String,
    kind: &'static str,
    content: &'static [u8],
}

const FILES: [(&str, &str, &[u8]); 5] = [
    ("favicon.svg", "image/svg+xml", include_bytes!("../assets/favicon.svg")),
    ("guichet.css", "text/css; charset=utf-8", include_bytes!("../assets/guichet.css")),
    ("guichet.js", "text/javascript; charset=utf-8", include_bytes!("../assets/guichet.js")),
    ("htmx.js", "text/javascript; charset=utf-8", include_bytes!("../assets/vendor/htmx.min.js")),
    ("icons.svg", "image/svg+xml", include_bytes!("../assets/icons.svg")),
];

static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> =
    LazyLock::new(|| FILES.iter().map(|(name, kind, content)| (*name, Asset::new(name, kind, content))).collect());

impl Asset {
    fn new(name: &str, kind: &'static str, content: &'static [u8]) -> Asset {
        let digest = HEXLOWER.encode(&Sha256::digest(content)[..6]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        Asset { address: format!("/assets/{stem}.{digest}.{extension}"), kind, content }
    }
}

/// The address of the embedded file `name`; empty if there is none of that name, which a test of the templates finds.
pub fn asset(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| &asset.address)
}

/// Serves `/assets/{file}`. The address holds a digest of the content, so browsers keep it for ever (RFC 8246).
pub async fn serve(Path(file): Path<String>) -> Response {
    let found = ASSETS.values().find(|asset| asset.address.strip_prefix("/assets/") == Some(&file));
    match found {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
                (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
            ];
            (headers, asset.content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_served_under_their_digest_only() {
        let address = asset("guichet.css");
        assert!(address.starts_with("/assets/guichet.") && address.ends_with(".css"), "{address}");
        let file = address.strip_prefix("/assets/").unwrap().to_owned();
        let answer = serve(Path(file)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(answer.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        for file in ["guichet.css", "guichet.000000000000.css", "", "../Cargo.toml"] {
            assert_eq!(serve(Path(file.to_owned())).await.status(), StatusCode::NOT_FOUND, "{file}");
        }
    }

    #[test]
    fn templates_name_only_icons_that_exist() {
        let sprite = include_str!("../assets/icons.svg");
        let templates = [
            include_str!("../templates/components.html"),
            include_str!("../templates/gallery.html"),
            include_str!("../templates/layout.html"),
        ];
        for source in templates {
            for call in source.split("icon(\"").skip(1) {
                let name = call.split('"').next().unwrap_or_default();
                assert!(sprite.contains(&format!("<symbol id=\"{name}\"")), "{name}");
            }
        }
    }

    #[test]
    fn the_first_page_stays_light() {
        let size = |name: &str| FILES.iter().find(|file| file.0 == name).map_or(0, |file| file.2.len());
        assert!(size("guichet.css") <= 30 * 1024, "{}", size("guichet.css"));
        assert!(size("guichet.js") <= 6 * 1024, "{}", size("guichet.js"));
    }
}
