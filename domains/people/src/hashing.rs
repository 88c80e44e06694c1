//! Passwords are hashed on threads of their own, few at a time: each takes 19 MiB and some 20 ms.

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kit_core::Random;
use kit_web::WebError;
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::model::{NewPassword, PasswordHash, PasswordRefusal};

/// Argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Passwords hashed at a time. For the whole process, because its memory is what this bounds.
static RUNNING: Semaphore = Semaphore::const_new(2);
/// Passwords hashed or waiting; whoever comes on top is told to come again.
static WAITING: Semaphore = Semaphore::const_new(128);

/// Compared with when there is nobody or no password: the same work, never right.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBzYWx0ISE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password could not be hashed or verified.
#[derive(Debug, Error)]
pub enum HashingError {
    /// Too many wait already: try again in a moment.
    #[error("too many passwords at once")]
    Busy,
    /// The program or its data is broken.
    #[error("a password could not be hashed: {0}")]
    Fault(String),
}

impl From<HashingError> for WebError {
    fn from(error: HashingError) -> WebError {
        match error {
            HashingError::Busy => WebError::Busy,
            HashingError::Fault(_) => WebError::Fault(error.to_string()),
        }
    }
}

/// Judges a password that somebody chose, with the words that he or she would be guessed by, and hashes it.
///
/// # Errors
/// [`HashingError`]; what is wrong with the password is in the answer.
pub async fn accept(
    random: &Random,
    typed: &str,
    own_words: &[&str],
) -> Result<Result<PasswordHash, PasswordRefusal>, HashingError> {
    let typed = typed.to_owned();
    let own_words: Vec<String> = own_words.iter().map(|word| (*word).to_owned()).collect();
    let salt = random.bytes::<16>();
    apart(move || {
        let own_words: Vec<&str> = own_words.iter().map(String::as_str).collect();
        match NewPassword::judge(&typed, &own_words) {
            Ok(password) => hash(&password, &salt).map(Ok),
            Err(refusal) => Ok(Err(refusal)),
        }
    })
    .await
}

/// Whether `typed` is the password; without a hash the same work is done for nothing.
pub(crate) async fn verify(typed: &str, hash: Option<&PasswordHash>) -> Result<bool, HashingError> {
    let typed = typed.as_bytes().to_vec();
    let is_somebodys = hash.is_some();
    let hash = hash.map_or_else(|| NOBODYS.to_owned(), |hash| hash.0.clone());
    apart(move || {
        let hash = phc::PasswordHash::new(&hash).map_err(|error| HashingError::Fault(error.to_string()))?;
        let is_right = argon2()?.verify_password(&typed, &hash).is_ok();
        Ok(is_right && is_somebodys)
    })
    .await
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashingError> + Send + 'static,
) -> Result<T, HashingError> {
    let _place = WAITING.try_acquire().map_err(|_| HashingError::Busy)?;
    let turn = RUNNING.acquire().await.map_err(|error| HashingError::Fault(error.to_string()))?;
    // The turn ends with the work, not with the request: a closed browser does not let a third one in.
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(turn);
        result
    });
    done.await.map_err(|error| HashingError::Fault(error.to_string()))?
}

fn hash(password: &NewPassword, salt: &[u8; 16]) -> Result<PasswordHash, HashingError> {
    let hash: phc::PasswordHash = argon2()?
        .hash_password_with_salt(password.bytes(), salt)
        .map_err(|error| HashingError::Fault(error.to_string()))?;
    Ok(PasswordHash(hash.to_string()))
}

fn argon2() -> Result<Argon2<'static>, HashingError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| HashingError::Fault(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let random = Random::seeded(1);
        let good = "correct horse battery staple";
        let hash = accept(&random, good, &[]).await.unwrap().unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(good, Some(&hash)).await.unwrap());
        assert!(!verify("correct horse battery stapler", Some(&hash)).await.unwrap());
        let again = accept(&random, good, &[]).await.unwrap().unwrap();
        assert_ne!(hash, again, "each has its salt");
        assert_eq!(accept(&random, "short", &[]).await.unwrap(), Err(PasswordRefusal::TooShort));
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let nobodys = Params::try_from(&phc::PasswordHash::new(NOBODYS).unwrap()).unwrap();
        let cost = (nobodys.m_cost(), nobodys.t_cost(), nobodys.p_cost(), nobodys.output_len());
        assert_eq!(cost, (MEMORY_KIB, PASSES, LANES, Some(32)), "the same work as for somebody");
        for typed in ["", "x", &"x".repeat(10_000)] {
            assert!(!verify(typed, None).await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_again() {
        let crowd = (0..200).map(|_| tokio::spawn(verify("x", None)));
        let mut busy = 0;
        for one in crowd.collect::<Vec<_>>() {
            busy += usize::from(matches!(one.await.unwrap(), Err(HashingError::Busy)));
        }
        assert_eq!(busy, 72, "128 have a place");
    }
}
