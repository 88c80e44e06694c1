//! `#[derive(FromRow)]` for structs whose fields are named like the columns of a query, and `#[db_test]`.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Expr, Fields, ItemFn, parse_macro_input};

/// Decodes a row by the names of its columns: each field reads the column of its name. The names are checked once per
/// statement, the values then read by position.
#[proc_macro_derive(FromRow)]
pub fn from_row(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let name = &input.ident;
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            _ => return refuse(&input, "FromRow needs named fields: they are the names of the columns"),
        },
        _ => return refuse(&input, "FromRow decodes structs only"),
    };
    let idents: Vec<_> = fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    let columns: Vec<_> = idents.iter().map(|ident| ident.to_string()).collect();
    let places = 0..idents.len();
    quote! {
        impl ::kit_db::FromRow for #name {
            const COLUMNS: &'static [&'static str] = &[#(#columns),*];
            fn from_row(row: &::kit_db::Row<'_>) -> ::core::result::Result<Self, ::kit_db::DbError> {
                ::core::result::Result::Ok(Self { #(#idents: row.get(#places)?),* })
            }
        }
    }
    .into()
}

fn refuse(input: &DeriveInput, why: &str) -> TokenStream {
    syn::Error::new_spanned(&input.ident, why).to_compile_error().into()
}

/// Runs a test on both engines: `#[db_test(MIGRATIONS)] async fn name(test: TestDb)`. The argument is an expression of type
/// `&[Migration]` or `Vec<Migration>`: the schema that the test finds.
#[proc_macro_attribute]
pub fn db_test(migrations: TokenStream, test: TokenStream) -> TokenStream {
    let migrations = parse_macro_input!(migrations as Expr);
    let mut body = parse_macro_input!(test as ItemFn);
    let name = std::mem::replace(&mut body.sig.ident, syn::Ident::new("body", proc_macro2::Span::call_site()));
    quote! {
        mod #name {
            #[allow(unused_imports)]
            use super::*;

            #body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body(::kit_testkit::TestDb::sqlite(&#migrations).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body(::kit_testkit::TestDb::postgres(&#migrations).await).await;
            }
        }
    }
    .into()
}
