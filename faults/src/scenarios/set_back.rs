//! The tester tested: a database that is set back to what it was a moment ago must be noticed, by each who lost something.

use std::fs;

use super::{Extent, folder, staffed};
use crate::crew::{Crew, Load};
use crate::product::Installation;
use crate::step::Role;

/// So many spells of work are enough for everybody to get something done.
const SPELLS: usize = 50;

/// Plays it.
///
/// # Errors
/// Somebody lost something and did not notice.
pub fn play(_: Extent) -> Result<String, String> {
    let folder = folder("set-back")?;
    let (installation, mut crew) = staffed(&folder, None, None, Load::Everything)?;
    let files = ["guichet.db", "guichet.db-wal"].map(|name| (installation.folder.join(name), folder.join(name)));
    let said = |error: std::io::Error| error.to_string();
    work(&installation, &mut crew)?;
    for (file, copy) in &files {
        fs::copy(file, copy).map_err(said)?;
    }
    let before = crew.acknowledged();
    work(&installation, &mut crew)?;
    for (file, copy) in &files {
        fs::copy(copy, file).map_err(said)?;
    }
    let after = crew.acknowledged();
    let product = installation.start()?;
    let (found, mut count) = (crew.confirm_each(&product.nodes()), 0);
    for (((role, before), (_, after)), found) in before.into_iter().zip(after).zip(found) {
        let is_noticed = found.as_ref().is_err_and(|why| why.starts_with("LOST"));
        if is_noticed != (after > before) {
            return Err(format!("the last {} requests of a {role:?} were taken away: {found:?}", after - before));
        }
        count += usize::from(is_noticed);
    }
    Ok(format!("all {count} who lost something noticed"))
}

/// Has the crew work until somebody in each role got something done.
fn work(installation: &Installation<'_>, crew: &mut Crew) -> Result<(), String> {
    const ROLES: [Role; 4] = [Role::Spender, Role::Holder, Role::Lessee, Role::Buyer];
    let done = |crew: &Crew, role| -> usize {
        crew.acknowledged().iter().filter(|(own, _)| *own == role).map(|(_, count)| count).sum()
    };
    let before = ROLES.map(|role| done(crew, role));
    let product = installation.start()?;
    for _ in 0..SPELLS {
        crew.work_for(&product.nodes(), 100)?;
        if ROLES.iter().zip(before).all(|(role, before)| done(crew, *role) > before) {
            return product.kill();
        }
    }
    Err("not everybody got something done".to_owned())
}
