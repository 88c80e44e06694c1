use accounts::model::{BillingForm, CompanyForm};
use accounts::service::closing;
use accounts::service::companies::{self, ChangedBy, CompanyRefusal};
use accounts::service::{billing, decisions};
use kit_core::{AccountId, Author, Context};
use kit_db::{Failed, Lock, Tx};
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, french, french_form, refusal, schema};

async fn change(
    scene: &Scene,
    account: AccountId,
    form: CompanyForm,
    by: ChangedBy,
) -> Result<(), Failed<CompanyRefusal>> {
    scene
        .act(Author::System("test"), Lock::Account(account), move |tx, ctx| {
            let company = companies::companies(tx, account)?.remove(0).id;
            companies::change(tx, ctx, account, company, &form.read().unwrap(), by)
        })
        .await
}

#[db_test(schema())]
async fn numbers_are_the_publishers_to_change_once_accepted(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let renamed = french_form("Acme Nouvelle", "732829320");
    assert_eq!(
        refusal(change(&scene, acme, renamed.clone(), ChangedBy::Account).await),
        CompanyRefusal::Fixed("company")
    );
    let other = french_form("Acme", "552100554");
    assert_eq!(refusal(change(&scene, acme, other, ChangedBy::Account).await), CompanyRefusal::Fixed("siren"));
    let moved = CompanyForm {
        town: "Villeurbanne".into(),
        postal_code: "69100".into(),
        vat_number: "FR44732829320".into(),
        ..french_form("Acme", "732829320")
    };
    change(&scene, acme, moved.clone(), ChangedBy::Account).await.expect("the account moves, and completes a number");
    let cleared = CompanyForm { vat_number: String::new(), ..moved };
    assert_eq!(refusal(change(&scene, acme, cleared, ChangedBy::Account).await), CompanyRefusal::Fixed("vat_number"));
    change(&scene, acme, renamed, ChangedBy::Publisher).await.unwrap();
    assert_eq!(scene.log(acme).await[1..], ["accounts.company-changed", "accounts.company-changed"]);
    let company = scene.read(move |read| companies::companies(read, acme)).await.remove(0);
    assert_eq!((company.name.as_str(), company.vat_number), ("Acme Nouvelle", None));
}

#[db_test(schema())]
async fn what_changes_the_tax_is_the_publishers_to_change(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let overseas = CompanyForm { postal_code: "97300".into(), ..french_form("Acme", "732829320") };
    let refused = change(&scene, acme, overseas.clone(), ChangedBy::Account).await;
    assert_eq!(refusal(refused), CompanyRefusal::Fixed("postal_code"));
    change(&scene, acme, overseas.clone(), ChangedBy::Publisher).await.unwrap();
    let within = CompanyForm { postal_code: "97310".into(), ..overseas };
    change(&scene, acme, within, ChangedBy::Account).await.expect("it moves within its département");
    let belgian = CompanyForm {
        country: "BE".into(),
        siren: String::new(),
        foreign_number: "0403170701".into(),
        postal_code: "1000".into(),
        ..french_form("Acme", "732829320")
    };
    change(&scene, acme, belgian.clone(), ChangedBy::Publisher).await.unwrap();
    let taken_up = CompanyForm { vat_number: "BE0403170701".into(), ..belgian };
    let refused = change(&scene, acme, taken_up, ChangedBy::Account).await;
    assert_eq!(refusal(refused), CompanyRefusal::Fixed("vat_number"));
}

#[db_test(schema())]
async fn saving_a_form_as_it_was_leaves_no_line(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    change(&scene, acme, french_form("Acme", "732829320"), ChangedBy::Account).await.unwrap();
    assert_eq!(scene.log(acme).await, ["accounts.opened"]);
}

#[db_test(schema())]
async fn an_account_in_use_has_several_companies(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    let second = scene
        .done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            companies::add(tx, ctx, acme, &french("Acme Travaux", "552100554"))
        })
        .await;
    let all = scene.read(move |read| companies::companies(read, acme)).await;
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [all[0].id, second]);
    let details = BillingForm { contact: "Comptabilité".into(), ..BillingForm::default() }.read().unwrap();
    let save = move |tx: &mut Tx<'_>, ctx: &Context| Ok::<_, Failed<()>>(billing::save(tx, ctx, acme, &details)?);
    scene.done(Author::Person(admin), Lock::Account(acme), save).await;
    let after = scene.read(move |read| billing::billing(read, acme)).await;
    assert_eq!((after.contact.as_str(), after.country), ("Comptabilité", None));
    scene
        .done(Author::System("test"), Lock::Account(acme), move |tx, ctx| decisions::suspend(tx, ctx, acme, "Impayé"))
        .await;
    let refused = scene
        .act(Author::Person(admin), Lock::Account(acme), move |tx, ctx| {
            companies::add(tx, ctx, acme, &french("Acme Plus", "443061841"))
        })
        .await;
    assert_eq!(refusal(refused), CompanyRefusal::NotActive);
}

#[db_test(schema())]
async fn of_a_closed_account_the_publisher_alone_changes_a_company(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    scene.done(Author::Person(admin), Lock::Account(acme), move |tx, ctx| closing::close(tx, ctx, acme)).await;
    let other = CompanyForm { town: "Nantes".into(), ..french_form("Acme", "732829320") };
    let refused = change(&scene, acme, other.clone(), ChangedBy::Account).await;
    assert_eq!(refusal(refused), CompanyRefusal::Closed);
    change(&scene, acme, other, ChangedBy::Publisher).await.unwrap();
}
