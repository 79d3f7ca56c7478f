//! Which credentials travel, and how (RFC 7617, RFC 6750, RFC 9110, section 11).

use security_schemes::{Client, ClientBuilder};

use super::{client, wire};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// One that has a credential for everything.
fn rich(builder: ClientBuilder) -> ClientBuilder {
    let builder = builder.bearer("t-1").basic("Aladdin", "open sesame").digest("d-1").key("k-1").secret("s&1");
    builder.session("c-1").oauth("o-1").oidc("i-1")
}

#[tokio::test]
async fn each_kind_travels_where_it_belongs() -> Result {
    let wire = wire().await;
    let client = rich(client(&wire)).build()?;
    client.me().get_me().await?;
    assert_eq!(wire.request(), "GET /me HTTP/1.1\nauthorization: Bearer t-1\n\n", "the first alternative");
    assert_eq!(wire.credentials(), "bearer=t-1");
    client.me().get_maybe().await?;
    assert_eq!(
        wire.request(),
        "GET /maybe HTTP/1.1\nauthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\n\n",
        "the example of RFC 7617"
    );
    assert_eq!(wire.credentials(), "basic=Aladdin:open sesame");
    client.me().get_scoped().await?;
    assert_eq!(wire.request(), "GET /scoped HTTP/1.1\nauthorization: Bearer o-1\n\n");
    client.me().get_digest().await?;
    assert_eq!(wire.request(), "GET /digest HTTP/1.1\nauthorization: digest d-1\n\n");
    assert_eq!(wire.credentials(), "digest=d-1");
    client.me().get_oidc().await?;
    assert_eq!(wire.request(), "GET /oidc HTTP/1.1\nauthorization: Bearer i-1\n\n");
    client.me().get_session().theme("dark").await?;
    assert_eq!(wire.request(), "GET /session HTTP/1.1\ncookie: theme=dark; sid=c-1\n\n");
    assert_eq!(wire.credentials(), "session=c-1");
    client.me().get_mutual().await?;
    assert_eq!(wire.request(), "GET /mutual HTTP/1.1\n\n", "the connection proves it");
    Ok(())
}

#[tokio::test]
async fn no_credential_travels_where_none_is_asked_for() -> Result {
    let wire = wire().await;
    let client = rich(client(&wire)).build()?;
    client.me().get_open().await?;
    assert_eq!(wire.request(), "GET /open HTTP/1.1\n\n");
    let poor = Client::builder().base_url(wire.url()).build()?;
    poor.me().get_maybe().await?;
    assert_eq!(wire.request(), "GET /maybe HTTP/1.1\n\n", "it may, but need not");
    assert_eq!(wire.credentials(), "");
    Ok(())
}

#[tokio::test]
async fn alternatives_are_taken_as_a_whole() -> Result {
    let wire = wire().await;
    let both = client(&wire).key("k-1").secret("s&1").build()?;
    both.me().get_me().await?;
    assert_eq!(wire.request(), "GET /me?secret=s%261 HTTP/1.1\nx-key: k-1\n\n");
    assert_eq!(wire.credentials(), "key=k-1 secret=s&1");
    let all = rich(client(&wire)).build()?;
    all.me().get_all().q("x").await?;
    assert_eq!(
        wire.request(),
        "GET /all?q=x&secret=s%261 HTTP/1.1\nx-key: k-1\ncookie: sid=c-1\n\
         authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\n\n"
    );
    let half = client(&wire).key("k-1").build()?;
    let refused = half.me().get_me().await;
    assert!(refused.is_err());
    assert_eq!(wire.request(), "GET /me HTTP/1.1\n\n", "half of an alternative is told to nobody");
    Ok(())
}

#[tokio::test]
async fn who_has_no_credential_is_told_which_would_do() {
    let wire = wire().await;
    let answer = wire.send("GET /me HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\n"), "{answer}");
    assert!(answer.contains("\nwww-authenticate: Bearer\n"), "{answer}");
    let answer = wire.send("GET /all HTTP/1.1\nx-key: k\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\n"), "{answer}");
    assert!(answer.contains("\nwww-authenticate: Basic realm=\"api\"\n"), "{answer}");
    let answer = wire.send("GET /me?secret=s HTTP/1.1\nX-KEY: k\n\n").await;
    assert_eq!(answer, "HTTP/1.1 204 No Content\n\n");
    let answer = wire.send("GET /me HTTP/1.1\nauthorization: bearer t\n\n").await;
    assert_eq!(answer, "HTTP/1.1 204 No Content\n\n", "names of schemes have no case");
    assert_eq!(wire.credentials(), "bearer=t");
}

#[test]
fn secrets_are_never_shown() -> Result {
    let builder = rich(Client::builder()).base_url("http://localhost");
    let shown = format!("{builder:?}");
    let client = builder.build()?;
    let shown = format!("{shown} {client:?} {:?} {:?}", client.me().get_all(), client.me().get_all().build()?.headers());
    for secret in ["t-1", "sesame", "k-1", "s&1", "c-1", "o-1", "QWxh"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    Ok(())
}
