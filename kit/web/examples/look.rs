use std::sync::Arc;
use axum::{Router, routing::get, response::{Html, IntoResponse}, extract::Query};
use kit_core::*; use kit_i18n::*; use kit_web::*;
use std::collections::HashMap;
#[derive(askama::Template)]
#[template(ext="html", source=r#"{% import "components.html" as ui %}<h1>Se connecter</h1><p class="lead">Heureux de vous revoir.</p><form method="post" class="form below-lead" novalidate>{{ ui::field(errors,"email","Adresse e-mail","",type="email",autocomplete="username") }}{{ ui::password(errors,"password","Mot de passe") }}<div class="actions">{{ ui::submit("Se connecter") }}</div></form><p class="below"><a href="/x">Mot de passe oublié ?</a><br>Pas encore de compte client ? <a href="/x">Demander l’ouverture d’un compte</a></p>"#)]
struct SignIn { errors: FieldErrors }
use kit_i18n::filters;
impl View for SignIn { fn title(&self)->Text{Text::new("web-sign-in")} fn width(&self)->Width{Width::Narrow} }
fn reader(l: Locale) -> Reader { Reader{texts: Arc::new(Texts::load(&[(Locale::Fr, include_str!("../locales/fr.ftl")),(Locale::En, include_str!("../locales/en.ftl"))]).unwrap()), locale:l, zone: jiff::tz::TimeZone::UTC} }
fn frame(side: Side, tabs: Vec<Tab>) -> Frame { Frame{ side, brand: Brand{name:"Arpent".into(),has_logo:false,accent:"#0b5a57".into(),support_email:"assistance@arpent.example".into(),site_url:"https://arpent.example".into(),footer:vec![Link{label:"Mentions légales".into(),url:"/m".into()},Link{label:"Confidentialité".into(),url:"/c".into()}]}, person: (side!=Side::Public).then(||PersonMenu{name:"Camille Roux".into(),email:"camille.roux@atelier-boreal.example".into()}), account: (side==Side::Account).then(||CurrentAccount{id:AccountId(1042),name:"Atelier Boréal".into(),state:None}), accounts: vec![(AccountId(1042),"Atelier Boréal".into()),(AccountId(1007),"Charpentes Le Goff".into())], tabs, staff:true, flash: (side==Side::Account).then(||Flash{tone:Tone::Success,text:Text::new("web-gallery-success")}), path:"/demo/components?x=é".into()} }
fn tabs() -> Vec<Tab> { [("web-gallery-balance","wallet",true),("web-gallery-history","history",false),("web-gallery-members","users",false),("web-gallery-company","building",false),("web-gallery-key","key",false),("web-gallery-messages","mail",false)].into_iter().map(|(k,i,c)|Tab{href:"/x".into(),label:Text::new(k),icon:i,current:c}).collect() }
async fn page(Query(q): Query<HashMap<String,String>>) -> impl IntoResponse {
  let l = if q.get("l").is_some_and(|l| l=="en") {Locale::En} else {Locale::Fr};
  let r = reader(l); let at: jiff::Timestamp = "2026-11-21T14:05:00Z".parse().unwrap();
  let html = match q.get("p").map(String::as_str).unwrap_or("") {
    "in" => render(&frame(Side::Public, vec![]), &r, &SignIn{errors:FieldErrors::default()}),
    "404" => render(&frame(Side::Public, vec![]), &r, &TroubleView::new(404).reference("01hx9")),
    "500" => render(&frame(Side::Account, tabs()), &r, &TroubleView::new(500).reference("01hx9")),
    "staff" => render(&frame(Side::Staff, tabs()), &r, &GalleryView::new(at)),
    _ => render(&frame(Side::Account, tabs()), &r, &GalleryView::new(at)),
  }.unwrap();
  ([("content-security-policy","default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'")], Html(html))
}
#[tokio::main]
async fn main(){ let app=Router::new().route("/demo/components",get(page).post(page)).route("/brand.css",get(|Query(q): Query<HashMap<String,String>>| async move { ([("content-type","text/css")], Accent::parse(&format!("#{}",q.get("accent").cloned().unwrap_or_default())).unwrap_or_default().stylesheet()) })).route("/assets/{f}",get(kit_web::serve_asset)); let l=tokio::net::TcpListener::bind("127.0.0.1:8765").await.unwrap(); axum::serve(l,app).await.unwrap(); }
