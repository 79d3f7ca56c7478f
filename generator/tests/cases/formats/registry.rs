//! Every format of OpenAPI's registry is read and written as it came; those with a type of their own refuse the rest.

use formats_registry::models::*;

#[test]
fn numbers_keep_their_value() {
    let text = concat!(
        r#"{"int8":-128,"int16":-32768,"int32":-2147483648,"int64":-9223372036854775808,"uint8":255,"uint16":65535,"#,
        r#""uint32":4294967295,"uint64":18446744073709551615,"double-int":9007199254740991,"float":1.5,"double":0.1,"#,
        r#""decimal":12.25,"decimal128":"1E+6144","sf-decimal":1.125,"sf-integer":999999999999999,"text64":"1"}"#
    );
    assert_eq!(Numbers::from_json(text).expect("numbers").to_json(), text);
    for text in [r#"{"int8":128}"#, r#"{"uint16":-1}"#, r#"{"int32":2147483648}"#, r#"{"uint64":1.5}"#] {
        Numbers::from_json(text).expect_err(text);
    }
}

#[test]
fn texts_are_kept_as_they_are() {
    let text = concat!(
        r#"{"base64url":"_-8","byte":"+/8=","char":"a","commonmark":"*a*","date":"2024-02-29","#,
        r#""date-time":"2024-02-29T12:00:00Z","date-time-local":"2024-02-29T12:00:00","duration":"P1DT2H","#,
        r#""email":"a@b.example","hostname":"b.example","html":"<p>","http-date":"Thu, 01 Jan 1970 00:00:00 GMT","#,
        r#""idn-email":"ä@b.example","idn-hostname":"ä.example","ipv4":"127.0.0.1","ipv6":"::1","iri":"https://ä.example","#,
        r#""iri-reference":"/ä","json-pointer":"/a~1b","media-range":"text/*","password":"p","regex":"^a$","#,
        r#""relative-json-pointer":"1/a","sf-binary":":YQ==:","sf-boolean":"?1","sf-string":"\"a\"","sf-token":"a","#,
        r#""time":"12:00:00Z","time-local":"12:00:00","unixtime":1700000000,"uri":"https://a.example/b","#,
        r#""uri-reference":"/a","uri-template":"/a/{b}","uuid":"67e55044-10b1-426f-9247-bb680e5fe0c8"}"#
    );
    let texts = Texts::from_json(text).expect("texts");
    assert_eq!(texts.to_json(), text);
    texts.validate().expect("nothing more is asked of them");
}

#[test]
fn formats_with_a_type_of_their_own_refuse_what_is_none() {
    for text in [
        r#"{"date":"29.2.2024"}"#,
        r#"{"date-time":"yesterday"}"#,
        r#"{"duration":"an hour"}"#,
        r#"{"time":"noon"}"#,
        r#"{"uuid":"1"}"#,
        r#"{"ipv4":"::1"}"#,
        r#"{"ipv6":"127.0.0.1"}"#,
        r#"{"byte":"?"}"#,
    ] {
        Texts::from_json(text).expect_err(text);
    }
}
