//! Multipart bodies: "Encoding `multipart` Media Types" of OpenAPI, RFC 7578 and RFC 2046.

use bodies_multipart::{
    models::{ApiGroupEncodedBody, ApiGroupMixedBody, ApiGroupUploadBody, Thing},
    rt::FilePart,
};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// A body as the tests write it, with the line ends that it travels with.
fn lines(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn head(path: &str) -> String {
    format!("POST {path} HTTP/1.1\ncontent-type: multipart/form-data; boundary=BOUNDARY\n\n")
}

#[tokio::test]
async fn files_json_lists_and_texts() -> Result {
    let (client, wire) = ends().await;
    let file = FilePart::new(&b"\x89PNG\r\n"[..]).file_name("a \"b\".png").content_type("image/png");
    let body = ApiGroupUploadBody::new(file)
        .files([FilePart::new("one").file_name("1.txt"), FilePart::new("two").file_name("ü.txt")])
        .thing(Thing::new("t").size(1))
        .things([Thing::new("u"), Thing::new("v")])
        .note("a&b=ü")
        .count(7)
        .tags(["x,y", "z"]);
    client.api().upload(body).await?;
    let expected = lines(
        "--BOUNDARY\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.png\"\n\
         Content-Type: image/png\n\n\u{fffd}PNG\n\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"files\"; filename=\"1.txt\"\n\
         Content-Type: application/octet-stream\n\none\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"files\"; filename=\"ü.txt\"\n\
         Content-Type: application/octet-stream\n\ntwo\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"thing\"\n\
         Content-Type: application/json\n\n{\"name\":\"t\",\"size\":1}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"things\"\n\
         Content-Type: application/json\n\n{\"name\":\"u\"}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"things\"\n\
         Content-Type: application/json\n\n{\"name\":\"v\"}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"note\"\n\na&b=ü\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"count\"\n\n7\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"tags\"\n\nx,y\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"tags\"\n\nz\n\
         --BOUNDARY--\n",
    );
    assert_eq!(wire.request(), head("/upload") + &expected);
    assert_eq!(
        wire.arrived()["body"],
        json!({
            "file": {"$file": "iVBORw0K", "name": "a \"b\".png", "type": "image/png"},
            "files": [{"$file": "b25l", "name": "1.txt"}, {"$file": "dHdv", "name": "ü.txt"}],
            "thing": {"name": "t", "size": 1}, "things": [{"name": "u"}, {"name": "v"}],
            "note": "a&b=ü", "count": 7, "tags": ["x,y", "z"],
        })
    );
    Ok(())
}

#[tokio::test]
async fn parts_as_their_encodings_say() -> Result {
    let (client, wire) = ends().await;
    let body = ApiGroupEncodedBody::new()
        .image(FilePart::new("i").file_name("i.png"))
        .raw(FilePart::new("%PDF").file_name("r.pdf"))
        .meta(Thing::new("m"))
        .list(["a", "b"])
        .tags(["x", "y"])
        .html("<p>")
        .number(7);
    client.api().encoded(body).await?;
    let expected = lines(
        "--BOUNDARY\nContent-Disposition: form-data; name=\"image\"; filename=\"i.png\"\n\
         Content-Type: image/png\n\ni\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"raw\"; filename=\"r.pdf\"\n\
         Content-Type: application/pdf\n\n%PDF\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"meta\"\n\
         Content-Type: application/vnd.thing+json\n\n{\"name\":\"m\"}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"list\"\n\
         Content-Type: application/json\n\n\"a\"\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"list\"\n\
         Content-Type: application/json\n\n\"b\"\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"tags\"\n\nx,y\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"html\"\n\
         Content-Type: text/html\n\n<p>\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"number\"\n\
         Content-Type: application/json\n\n7\n\
         --BOUNDARY--\n",
    );
    assert_eq!(wire.request(), head("/encoded") + &expected);
    assert_eq!(
        wire.arrived()["body"],
        json!({
            "image": {"$file": "aQ==", "name": "i.png", "type": "image/png"},
            "raw": {"$file": "JVBERg==", "name": "r.pdf", "type": "application/pdf"},
            "meta": {"name": "m"}, "list": ["a", "b"], "tags": ["x", "y"], "html": "<p>", "number": 7,
        })
    );
    Ok(())
}

/// A part is a file to those who read it when it has a file name, so that one without takes the property's.
#[tokio::test]
async fn a_file_without_a_name_is_a_file_all_the_same() -> Result {
    let (client, wire) = ends().await;
    client.api().upload(ApiGroupUploadBody::new(FilePart::new("x"))).await?;
    let expected = lines(
        "--BOUNDARY\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\n\
         Content-Type: application/octet-stream\n\nx\n--BOUNDARY--\n",
    );
    assert_eq!(wire.request(), head("/upload") + &expected);
    assert_eq!(wire.arrived()["body"], json!({"file": {"$file": "eA==", "name": "file"}}));
    Ok(())
}

#[tokio::test]
async fn parts_of_other_clients_are_understood() {
    let (_, wire) = ends().await;
    let body = lines(
        "--x\ncontent-disposition: form-data; name=file; filename=\"C:\\up.txt\"\ncontent-type: text/plain\n\nhi\n\
         --x\ncontent-disposition: form-data; name=\"thing\"\n\n{\"name\":\"t\"}\n\
         --x\ncontent-disposition: form-data; name=\"thing2\"\n\nnobody knows\n\
         --x\nContent-Disposition: form-data; name=\"things\"\nContent-Type: application/json; charset=utf-8\n\n{\"name\":\"u\"}\n\
         --x--\n",
    );
    wire.send(format!("POST /upload HTTP/1.1\ncontent-type: multipart/form-data; boundary=x\n\n{body}")).await;
    assert_eq!(
        wire.arrived()["body"],
        json!({
            "file": {"$file": "aGk=", "name": "C:\\up.txt", "type": "text/plain"},
            "thing": {"name": "t"}, "things": [{"name": "u"}],
        })
    );
    let answer = wire.send("POST /upload HTTP/1.1\ncontent-type: multipart/form-data; boundary=x\n\n--x--\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("\"pointer\":\"/file\""), "{answer}");
}

#[tokio::test]
async fn another_kind_of_multipart_keeps_its_name() -> Result {
    let (client, wire) = ends().await;
    client.api().mixed(ApiGroupMixedBody::new().thing(Thing::new("t")).note("n")).await?;
    assert!(
        wire.request().starts_with("POST /mixed HTTP/1.1\ncontent-type: multipart/mixed; boundary=BOUNDARY\n\n"),
        "{}",
        wire.request()
    );
    assert_eq!(wire.arrived()["body"], json!({"thing": {"name": "t"}, "note": "n"}));
    Ok(())
}
