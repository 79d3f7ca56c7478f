//! The client.

use specwright_runtime as rt;

use super::models::*;
use super::operations as ops;

rt::client_types!(super::API);

impl ClientBuilder {
    /// Sets `apiKey`.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        let key = rt::client::Credential::token(key);
        self.configure(|b| b.credential(0, key))
    }

    /// Sets `clientId`.
    pub fn client_id(self, id: impl Into<String>) -> Self {
        let id = rt::client::Credential::token(id);
        self.configure(|b| b.credential(1, id))
    }

    /// Sets `clientSecret`.
    pub fn client_secret(self, secret: impl Into<String>) -> Self {
        let secret = rt::client::Credential::token(secret);
        self.configure(|b| b.credential(2, secret))
    }
}

impl Client {
    /// Bookings.
    pub fn bookings(&self) -> Bookings<'_> {
        Bookings { client: self }
    }

    /// Files.
    pub fn files(&self) -> Files<'_> {
        Files { client: self }
    }
}

/// Bookings.
#[derive(Debug, Clone, Copy)]
pub struct Bookings<'a> {
    client: &'a Client,
}

impl<'a> Bookings<'a> {
    pub fn get(&self, booking_uid: impl Into<String>) -> Call<'a, ops::Get> {
        self.client.call(ops::Get {
            booking_uid: booking_uid.into(),
        })
    }

    pub fn list(&self) -> Call<'a, ops::List> {
        self.client.call(ops::List::default())
    }

    pub fn create(&self, body: CreateBooking) -> Call<'a, ops::Create> {
        self.client.call(ops::Create { body })
    }

    pub fn cancel(&self, booking_uid: impl Into<String>) -> Call<'a, ops::Cancel> {
        self.client.call(ops::Cancel {
            booking_uid: booking_uid.into(),
        })
    }
}

impl Call<'_, ops::List> {
    pub fn status(mut self, value: impl IntoIterator<Item = BookingStatus>) -> Self {
        self.request_mut().status = Some(value.into_iter().collect());
        self
    }

    pub fn take(mut self, value: i64) -> Self {
        self.request_mut().take = Some(value);
        self
    }

    pub fn after(mut self, value: impl Into<String>) -> Self {
        self.request_mut().after = Some(value.into());
        self
    }
}

/// Files.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    client: &'a Client,
}

impl<'a> Files<'a> {
    pub fn put(&self, name: impl Into<String>, body: Upload) -> Call<'a, ops::PutFile> {
        self.client.call(ops::PutFile {
            name: name.into(),
            body,
        })
    }

    pub fn token(&self, body: TokenRequest) -> Call<'a, ops::Token> {
        self.client.call(ops::Token { body })
    }

    pub fn echo(&self, body: Option<rt::Bytes>) -> Call<'a, ops::Echo> {
        self.client.call(ops::Echo { body })
    }
}
