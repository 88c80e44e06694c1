//! The domain of an e-mail address, where it says something about the company.

/// Where anybody can have an address: sharing one of these domains says nothing about two companies.
const PUBLIC: [&str; 36] = [
    "aol.com",
    "bbox.fr",
    "bluewin.ch",
    "club-internet.fr",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.fr",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.fr",
    "mac.com",
    "mail.com",
    "mailo.com",
    "me.com",
    "msn.com",
    "neuf.fr",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "skynet.be",
    "wanadoo.fr",
    "web.de",
    "yahoo.com",
    "yahoo.fr",
    "ymail.com",
];

/// The domain of `email` in small letters, unless anybody can have an address there.
pub fn company_domain(email: &str) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    let domain = domain.to_lowercase();
    (!domain.is_empty() && !PUBLIC.contains(&domain.as_str())).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_domain_of_ones_own_counts() {
        assert_eq!(company_domain("lea@Atelier-Plan.fr").as_deref(), Some("atelier-plan.fr"));
        assert_eq!(company_domain("lea@Gmail.com"), None);
        assert_eq!(company_domain("lea"), None);
        assert!(PUBLIC.is_sorted());
    }
}
