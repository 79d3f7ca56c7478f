//! The server.

use rt::server::{Context, Routes, Service};
use specwright_runtime as rt;

use super::operations as ops;

/// Bookings.
pub trait Bookings: Service {
    fn get(
        &self,
        request: ops::Get,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::GetResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }

    fn list(
        &self,
        request: ops::List,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::ListResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }

    fn create(
        &self,
        request: ops::Create,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::CreateResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }

    fn cancel(
        &self,
        request: ops::Cancel,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::CancelResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }
}

/// Files.
pub trait Files: Service {
    fn put_file(
        &self,
        request: ops::PutFile,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::TextResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }

    fn token(
        &self,
        request: ops::Token,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::TextResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }

    fn echo(
        &self,
        request: ops::Echo,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<ops::EchoResponse, Self::Error>> + Send {
        self.not_implemented(request, cx)
    }
}

fn bookings_routes<A: Bookings>(r: &mut Routes<A>) {
    r.add::<ops::Get>(|app, request, cx| Box::pin(app.get(request, cx)));
    r.add::<ops::List>(|app, request, cx| Box::pin(app.list(request, cx)));
    r.add::<ops::Create>(|app, request, cx| Box::pin(app.create(request, cx)));
    r.add::<ops::Cancel>(|app, request, cx| Box::pin(app.cancel(request, cx)));
}

fn files_routes<A: Files>(r: &mut Routes<A>) {
    r.add::<ops::PutFile>(|app, request, cx| Box::pin(app.put_file(request, cx)));
    r.add::<ops::Token>(|app, request, cx| Box::pin(app.token(request, cx)));
    r.add::<ops::Echo>(|app, request, cx| Box::pin(app.echo(request, cx)));
}

/// The routes of the whole API.
pub fn routes<A: Bookings + Files>(app: A) -> Routes<A> {
    let mut r = Routes::new(app, &super::API);
    bookings_routes(&mut r);
    files_routes(&mut r);
    r
}

/// The router of the whole API.
pub fn router<A: Bookings + Files>(app: A) -> rt::axum::Router {
    routes(app).into_router()
}
