//! Routes declare what they demand by the first argument of their handler; one without does not compile.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{
    MethodRouter, delete as on_delete, get as on_get, patch as on_patch, post as on_post, put as on_put,
};

use crate::access::{Demand, Permission};
use crate::app::App;
use crate::gate::Gate;

/// A route: the table of them feeds the router, the authorisation matrix and the API's description.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method; GET answers HEAD as well.
    pub method: Method,
    /// The path, with `{account}` and the like.
    pub path: &'static str,
    /// The name of the permission.
    pub permission: &'static str,
    /// What it takes.
    pub demand: Demand,
    /// How long a request may take; none: as long as all others.
    pub(crate) within: Option<Duration>,
    pub(crate) handler: MethodRouter<App>,
}

impl Route {
    /// The same route, taking a body of up to `bytes` instead of 64 KiB: long texts, files.
    pub fn taking(self, bytes: usize) -> Route {
        Route { handler: self.handler.layer(DefaultBodyLimit::max(bytes)), ..self }
    }

    /// The same route, whose requests may take so long: large files come slowly over the lines of small offices.
    pub fn within(self, limit: Duration) -> Route {
        Route { within: Some(limit), ..self }
    }
}

/// The arguments of a handler that begin with a [`Gate`].
pub trait Gated {
    /// The permission of the gate.
    type Permission: Permission;
}

macro_rules! gated {
    ($($argument:ident),*) => {
        impl<M, P: Permission, $($argument),*> Gated for (M, Gate<P>, $($argument,)*) {
            type Permission = P;
        }
    };
}
gated!();
gated!(A);
gated!(A, B);
gated!(A, B, C);
gated!(A, B, C, D);
gated!(A, B, C, D, E);

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident, $method:ident, $route:ident;)*) => {
        $($(#[$doc])*
        pub fn $name<H, T>(path: &'static str, handler: H) -> Route
        where
            H: Handler<T, App>,
            T: Gated + 'static,
        {
            Route {
                method: Method::$method,
                path,
                permission: T::Permission::NAME,
                demand: T::Permission::DEMAND,
                within: None,
                handler: $route(handler),
            }
        })*
    };
}
methods! {
    /// A page, or a reading endpoint.
    get, GET, on_get;
    /// A form, or an endpoint that does something.
    post, POST, on_post;
    /// An endpoint that sets something.
    put, PUT, on_put;
    /// An endpoint that changes a part.
    patch, PATCH, on_patch;
    /// An endpoint that removes something.
    delete, DELETE, on_delete;
}
