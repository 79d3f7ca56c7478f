//! How schemas are read.

use super::*;

/// Reads the schemas under `components.schemas`.
fn schemas(version: &str, schemas: &str) -> Document {
    let indented: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    document(version, &format!("paths: {{}}\ncomponents:\n  schemas:\n{indented}"))
}

#[test]
fn the_dialect_of_3_0_is_translated() {
    let document = schemas(
        "3.0.3",
        "A: {type: string, nullable: true, example: x}
B: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}
C: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}
D: {$ref: '#/components/schemas/A', description: not read}",
    );
    let a = document.named("A");
    assert_eq!(a.types.as_deref(), Some([JsonType::String, JsonType::Null].as_slice()));
    assert!(!a.nullable);
    assert_eq!(a.examples, [Node::String("x".into())]);
    let b = document.named("B");
    assert_eq!(
        (b.minimum.as_ref(), b.exclusive_minimum.as_ref()),
        (None, Some(&Node::Integer(1)))
    );
    assert_eq!(
        (b.maximum.as_ref(), b.exclusive_maximum.as_ref()),
        (Some(&Node::Integer(9)), None)
    );
    assert!(document.named("C").nullable);
    assert_eq!(document.named("D").description, None);
}

#[test]
fn keywords_of_2020_12_are_read_with_siblings_of_references() {
    let document = schemas(
        "3.1.0",
        "A: {type: [string, 'null'], const: x, examples: [x, y]}
B: {$ref: '#/components/schemas/A', description: read}
C: {type: array, prefixItems: [{type: string}, true], items: false}
D: {type: object, patternProperties: {'^x': {}}, propertyNames: {pattern: a}, dependentRequired: {a: [b]},
  unevaluatedProperties: false, if: {}, then: {}, else: {}}
E: {$defs: {Inner: {type: string}}, properties: {inner: {$ref: '#/components/schemas/E/$defs/Inner'}}}",
    );
    assert_eq!(document.named("A").examples.len(), 2);
    let b = document.named("B");
    assert_eq!(
        (b.reference, b.description.as_deref()),
        (Some(document.named_schemas["A"]), Some("read"))
    );
    let c = document.named("C");
    assert_eq!(document.schemas[c.prefix_items[1]].boolean, Some(true));
    assert_eq!(c.items.map(|id| document.schemas[id].boolean), Some(Some(false)));
    let d = document.named("D");
    assert_eq!((d.pattern_properties.len(), d.dependent_required["a"].len()), (1, 1));
    assert!(d.if_.is_some() && d.then.is_some() && d.else_.is_some() && d.unevaluated_properties.is_some());
    let e = document.named("E");
    let inner = document.schemas[e.properties["inner"]].reference.expect("a reference");
    assert_eq!(document.schemas[inner].name.as_deref(), Some("Inner"));
}

#[test]
fn anchors_and_dynamic_references_lead_to_their_schemas() {
    let document = schemas(
        "3.1.0",
        "Old: {properties: {next: {$recursiveRef: '#'}}}
Tree: {$dynamicAnchor: node, properties: {children: {items: {$dynamicRef: '#node'}}}}
Other: {$ref: '#plain'}
Plain: {$anchor: plain, type: string}",
    );
    let next = &document.schemas[document.named("Old").properties["next"]];
    assert_eq!(next.reference, Some(document.named_schemas["Old"]));
    let tree = document.named("Tree");
    let children = &document.schemas[tree.properties["children"]];
    let item = &document.schemas[children.items.expect("items")];
    assert_eq!(item.reference, Some(document.named_schemas["Tree"]));
    assert_eq!(document.named("Other").reference, Some(document.named_schemas["Plain"]));
}

#[test]
fn a_schema_is_read_once_however_often_it_is_referred_to() {
    let document = schemas(
        "3.1.0",
        "A: {properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B/properties/x'}}}
B: {properties: {x: {type: string}, y: {$ref: '#/components/schemas/B/properties/x'}}}",
    );
    assert_eq!(document.schemas.len(), 6);
}

#[test]
fn a_discriminator_maps_values_by_name_and_by_reference() {
    let document = schemas(
        "3.2.0",
        "Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator:
    propertyName: kind
    mapping: {cat: Cat, dog: '#/components/schemas/Dog'}
    defaultMapping: Dog
Cat: {properties: {kind: {type: string}}}
Dog: {properties: {kind: {type: string}}}",
    );
    let discriminator = document.named("Pet").discriminator.as_ref().expect("a discriminator");
    let (cat, dog) = (document.named_schemas["Cat"], document.named_schemas["Dog"]);
    assert_eq!(
        discriminator.mapping,
        [("cat".to_owned(), cat), ("dog".to_owned(), dog)]
    );
    assert_eq!(discriminator.default_mapping, Some(dog));
}

#[test]
fn loops_of_references_are_reported_once_and_cut() {
    let loops = "paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/A'}
    D: {allOf: [{$ref: '#/components/schemas/D'}]}
    E: {properties: {e: {$ref: '#/components/schemas/E'}}}
  parameters:
    P: {$ref: '#/components/parameters/Q'}
    Q: {$ref: '#/components/parameters/P'}
  pathItems:
    I: {$ref: '#/components/pathItems/I'}
";
    let root = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{loops}");
    let (document, diagnostics) = read_files(&[("openapi.yaml", &root)]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::ReferenceLoop; 3], "{diagnostics:#?}");
    let document = document.expect("a document");
    for start in ["A", "B", "C"] {
        let mut at = document.named_schemas[start];
        let mut steps = 0;
        while let Some(next) = document.schemas[at].reference {
            at = next;
            steps += 1;
            assert!(steps < 4, "{start} does not end");
        }
    }
}

#[test]
fn a_document_nested_as_deep_as_it_can_be_is_read() {
    let depth = 55;
    let mut schema = "{\"type\":\"string\"}".to_owned();
    for _ in 0..depth {
        schema = format!("{{\"properties\":{{\"a\":{schema}}}}}");
    }
    let text = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"\",\"version\":\"\"}},\"components\":{{\"schemas\":{{\"S\":{schema}}}}}}}"
    );
    let (document, diagnostics) = read_files(&[("openapi.json", &text)]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    assert_eq!(document.map(|document| document.schemas.len()), Some(depth + 1));
}
