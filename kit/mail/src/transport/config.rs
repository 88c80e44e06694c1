//! How the configuration names a way out.

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use thiserror::Error;

use super::Transport;
use super::smtp::Smtp;

/// Why a text names no way out. The texts never repeat a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransportError {
    /// Neither `smtp:`, `smtps:` nor `folder:`.
    #[error("expected smtp://HOST, smtps://HOST or folder:PATH")]
    Scheme,
    /// There is no host, or it is no name.
    #[error("the mail server has no valid host name")]
    Host,
    /// The port is no number from 1 to 65535.
    #[error("the port of the mail server is not a number from 1 to 65535")]
    Port,
    /// A user without password, or `%` not followed by two hexadecimal digits.
    #[error("write USER:PASSWORD@ before the host, with @ as %40, : as %3A, / as %2F and % as %25")]
    Credentials,
    /// A password would travel in the clear to another machine.
    #[error("tls=none with a password is only for a server on this machine")]
    InTheClear,
    /// Something after `?` that is not known.
    #[error("after ?, only tls=required, tls=none and ca=FILE are known, not {0}")]
    Option(String),
    /// The file of certificates cannot be used.
    #[error("cannot use the certificates in {file}: {why}")]
    Certificates {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The encryption cannot be set up.
    #[error("cannot set up the encryption: {0}")]
    Tls(String),
}

/// Reads `smtp://user:password@host:587?tls=required` (STARTTLS, the default), `smtps://host:465` (encrypted from the
/// start), `smtp://localhost:25?tls=none`, or `folder:PATH`. `ca=FILE` adds certificates (PEM) to trust.
impl FromStr for Transport {
    type Err = TransportError;

    fn from_str(text: &str) -> Result<Transport, TransportError> {
        match text.split_once(':') {
            Some(("folder", path)) if !path.is_empty() => Ok(Transport::Folder(PathBuf::from(path))),
            Some((scheme @ ("smtp" | "smtps"), rest)) => {
                let server = Server::parse(scheme == "smtps", rest.strip_prefix("//").ok_or(TransportError::Scheme)?)?;
                Ok(Transport::Smtp(server.connect()?))
            }
            _ => Err(TransportError::Scheme),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Server<'a> {
    host: &'a str,
    port: Option<u16>,
    credentials: Option<(String, String)>,
    tls: Encryption,
    certificates: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encryption {
    FromTheStart,
    StartTls,
    None,
}

impl<'a> Server<'a> {
    fn parse(wrapped: bool, text: &'a str) -> Result<Server<'a>, TransportError> {
        let (address, options) = text.split_once('?').unwrap_or((text, ""));
        let (user, address) = address.rsplit_once('@').map_or((None, address), |(user, address)| (Some(user), address));
        let (host, port) = address
            .trim_end_matches('/')
            .split_once(':')
            .map_or((address.trim_end_matches('/'), None), |(host, port)| (host, Some(port)));
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if host.is_empty() || !host.chars().all(named) {
            return Err(TransportError::Host);
        }
        let port =
            port.map(|port| port.parse().ok().filter(|port| *port > 0).ok_or(TransportError::Port)).transpose()?;
        let credentials = user.map(credentials).transpose()?;
        let tls = if wrapped { Encryption::FromTheStart } else { Encryption::StartTls };
        let mut server = Server { host, port, credentials, tls, certificates: None };
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("tls", "required")) => {}
                Some(("tls", "none")) if !wrapped => server.tls = Encryption::None,
                Some(("ca", file)) => server.certificates = Some(decoded(file).ok_or(TransportError::Credentials)?),
                _ => return Err(TransportError::Option(option.to_owned())),
            }
        }
        let here = host == "localhost" || host.starts_with("127.");
        if server.tls == Encryption::None && server.credentials.is_some() && !here {
            return Err(TransportError::InTheClear);
        }
        Ok(server)
    }

    fn connect(self) -> Result<Smtp, TransportError> {
        let tls = |error: lettre::transport::smtp::Error| TransportError::Tls(error.to_string());
        let mut parameters = TlsParameters::builder(self.host.to_owned());
        if let Some(file) = &self.certificates {
            let refused = |why: String| TransportError::Certificates { file: file.clone(), why };
            let pem = fs::read(file).map_err(|error| refused(error.to_string()))?;
            parameters = parameters
                .add_root_certificate(Certificate::from_pem(&pem).map_err(|error| refused(error.to_string()))?);
        }
        let (usual_port, tls) = match self.tls {
            Encryption::None => (25, Tls::None),
            Encryption::StartTls => (587, Tls::Required(parameters.build().map_err(tls)?)),
            Encryption::FromTheStart => (465, Tls::Wrapper(parameters.build().map_err(tls)?)),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host);
        builder = builder.port(self.port.unwrap_or(usual_port)).tls(tls);
        if let Some((user, password)) = self.credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Smtp::new(builder))
    }
}

fn credentials(text: &str) -> Result<(String, String), TransportError> {
    let (user, password) = text.split_once(':').ok_or(TransportError::Credentials)?;
    match (decoded(user), decoded(password)) {
        (Some(user), Some(password)) if !user.is_empty() => Ok((user, password)),
        _ => Err(TransportError::Credentials),
    }
}

/// Percent-decoding (RFC 3986, 2.1).
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = if *first == b'%' {
            let digits =
                std::str::from_utf8(after.get(..2)?).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            after.get(2..)?
        } else {
            bytes.push(*first);
            after
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_named_by_their_address() {
        let server = Server::parse(false, "ann%40b.fr:p%3Aw@mail.exemple.fr:2525?tls=required").unwrap();
        assert_eq!((server.host, server.port, server.tls), ("mail.exemple.fr", Some(2525), Encryption::StartTls));
        assert_eq!(server.credentials, Some(("ann@b.fr".to_owned(), "p:w".to_owned())));
        let plain = Server::parse(false, "127.0.0.1:25/?tls=none").unwrap();
        assert_eq!((plain.host, plain.tls, plain.credentials), ("127.0.0.1", Encryption::None, None));
        assert_eq!(Server::parse(true, "mail.exemple.fr").unwrap().tls, Encryption::FromTheStart);
    }

    #[test]
    fn each_mistake_is_named() {
        let error = |text: &str| text.parse::<Transport>().map(|_| ()).unwrap_err();
        assert_eq!(error(""), TransportError::Scheme);
        assert_eq!(error("mail.exemple.fr"), TransportError::Scheme);
        assert_eq!(error("smtp:mail.exemple.fr"), TransportError::Scheme);
        assert_eq!(error("folder:"), TransportError::Scheme);
        assert_eq!(error("smtp://"), TransportError::Host);
        assert_eq!(error("smtp://a b"), TransportError::Host);
        assert_eq!(error("smtp://a:0"), TransportError::Port);
        assert_eq!(error("smtp://a:mail"), TransportError::Port);
        assert_eq!(error("smtp://user@a"), TransportError::Credentials);
        assert_eq!(error("smtp://user:%zz@a"), TransportError::Credentials);
        assert_eq!(error("smtp://u:p@mail.exemple.fr?tls=none"), TransportError::InTheClear);
        assert_eq!(error("smtp://a?tls=maybe"), TransportError::Option("tls=maybe".into()));
        assert_eq!(error("smtps://a?tls=none"), TransportError::Option("tls=none".into()));
        assert!(matches!(error("smtp://a?ca=/nowhere.pem"), TransportError::Certificates { .. }));
    }

    #[test]
    fn secrets_stay_out_of_debug_output() {
        let transport: Transport = "smtp://ann:secret@localhost:25?tls=none".parse().unwrap();
        assert!(!format!("{transport:?}").contains("secret"));
    }
}
