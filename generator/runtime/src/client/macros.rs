//! Types that stand in the emitted crate, so that it may add methods to them: a call per operation, a client.

/// Says which headers an operation's answers declare: those of all successes, those of all errors, or both.
#[macro_export]
macro_rules! declared_headers {
    ($operation:ty $(, success: $success:ty)? $(, error: $error:ty)?) => {
        $(
            impl $crate::client::SuccessHeaders for $operation {
                type Headers = $success;
            }
        )?
        $(
            impl $crate::client::ErrorHeaders for $operation {
                type Headers = $error;
            }
        )?
    };
}

/// Defines `Client`, `ClientBuilder` and `Call` around those of the runtime. Emitted code adds one method per group to
/// `Client`, one setter per security scheme to `ClientBuilder`, and the optional parameters to `Call`.
///
/// Takes the path of the API's static: `rt::client_types!(crate::API);`.
#[macro_export]
macro_rules! client_types {
    ($api:path) => {
        /// A client of the API; cheap to clone.
        #[derive(Debug, Clone)]
        pub struct Client {
            core: $crate::client::Client,
        }

        /// Makes a [`Client`].
        #[derive(Debug)]
        #[must_use = "a client is made by `build()`"]
        pub struct ClientBuilder {
            core: $crate::client::Builder,
        }

        /// A call that is not sent yet: await it, or send it in another way.
        #[derive(Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct Call<'a, O>($crate::client::Call<'a, O>);

        impl Client {
            /// Begins a client: credentials, address, timeout.
            pub fn builder() -> ClientBuilder {
                ClientBuilder {
                    core: $crate::client::Builder::new(&$api),
                }
            }

            /// The runtime's client underneath.
            pub fn core(&self) -> &$crate::client::Client {
                &self.core
            }

            /// A call of any operation of the API by its request value.
            pub fn call<O: $crate::client::ClientOperation>(&self, request: O) -> Call<'_, O> {
                Call($crate::client::Call::new(&self.core, request))
            }
        }

        impl ClientBuilder {
            /// The URL before every path, instead of the document's server.
            pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self {
                    core: self.core.base_url(url),
                }
            }

            /// Chooses among the document's servers, by index.
            pub fn server(self, index: usize) -> Self {
                Self {
                    core: self.core.server(index),
                }
            }

            /// A header on every request.
            pub fn header(self, name: &str, value: &str) -> Self {
                Self {
                    core: self.core.header(name, value),
                }
            }

            /// How long a call may take, further tries and the waits between them included; 30 seconds unless set.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self {
                    core: self.core.timeout(timeout),
                }
            }

            /// How many further tries a call has where they do no harm; 2 unless set.
            pub fn retries(self, retries: u32) -> Self {
                Self {
                    core: self.core.retries(retries),
                }
            }

            /// Everything else: see [`Builder`]($crate::client::Builder).
            pub fn configure(
                self,
                change: impl ::core::ops::FnOnce($crate::client::Builder) -> $crate::client::Builder,
            ) -> Self {
                Self {
                    core: change(self.core),
                }
            }

            /// Makes the client.
            ///
            /// # Errors
            /// When no server's URL is known, or something was set to what it cannot be.
            pub fn build(self) -> ::core::result::Result<Client, $crate::client::BuildError> {
                ::core::result::Result::Ok(Client {
                    core: self.core.build()?,
                })
            }
        }

        impl<'a, O> Call<'a, O> {
            /// The request value.
            pub fn request(&self) -> &O {
                self.0.request()
            }

            /// The request value.
            pub fn request_mut(&mut self) -> &mut O {
                self.0.request_mut()
            }

            /// The request value.
            pub fn into_request(self) -> O {
                self.0.into_request()
            }

            /// How long this call may take, further tries included.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// How many further tries this call has.
            pub fn retries(self, retries: u32) -> Self {
                Self(self.0.retries(retries))
            }

            /// A key by which the server knows a repeated call, so that it may be tried again whatever its method.
            pub fn idempotency_key(self, key: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.idempotency_key(key))
            }

            /// A header, instead of any other of that name.
            pub fn header(
                self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// One more query parameter.
            pub fn query(
                self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.query(name, value))
            }
        }

        impl<'a, O: $crate::client::ClientOperation> Call<'a, O> {
            /// The request as it would be sent, credentials included. Nothing is sent.
            ///
            /// # Errors
            /// When a value cannot travel where its parameter does.
            pub fn build(
                self,
            ) -> ::core::result::Result<$crate::http::Request<$crate::Body>, $crate::client::Error<O::Error>> {
                self.0.build()
            }

            /// Sends the call and gives whatever response comes, not decoded; no status is an error.
            pub fn raw(self) -> $crate::client::Sent<'a, $crate::Received, O::Error> {
                self.0.raw()
            }

            /// Sends the call and gives status, headers and request id beside the body.
            pub fn with_response(self) -> $crate::client::Sent<'a, $crate::client::Answer<O>, O::Error> {
                self.0.with_response()
            }
        }

        impl<'a, O: $crate::client::Paginate> Call<'a, O> {
            /// The pages from the one that this call asks for, one after another.
            pub fn pages(self) -> $crate::client::Pages<'a, O> {
                self.0.pages()
            }

            /// The items of all pages from the one that this call asks for, one after another.
            pub fn stream(self) -> $crate::client::Items<'a, O> {
                self.0.stream()
            }
        }

        impl<'a, O: $crate::client::ClientOperation> ::core::future::IntoFuture for Call<'a, O> {
            type Output = ::core::result::Result<O::Output, $crate::client::Error<O::Error>>;
            type IntoFuture = $crate::client::BoxFuture<'a, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}
