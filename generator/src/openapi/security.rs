//! Security schemes and requirements, servers, tags, `info`.
//!
//! Comes in: the objects of that name. Goes out: their models. It does not know which schemes are declared;
//! [`rules`](super::rules) compares.

use indexmap::IndexMap;

use super::{
    Info, OAuthFlow, ParameterPlace, SecurityKind, SecurityRequirement, SecurityScheme, Server, ServerVariable, Tag,
    Version,
    reader::{Reader, extensions},
};
use crate::source::{Located, Node};

impl<'d> Reader<'d> {
    /// `security` of the document or of an operation; `None` when it is not there.
    pub(super) fn security(&mut self, at: &Located<'d>) -> Option<Vec<SecurityRequirement>> {
        at.node.get("security").filter(|list| **list != Node::Null)?;
        let mut requirements = Vec::new();
        for requirement in self.items(at, "security") {
            let Some(requirement) = self.plain(requirement) else {
                continue;
            };
            let mut schemes = Vec::new();
            for (name, scopes) in requirement.entries() {
                self.link_scheme(name, &requirement);
                schemes.push((
                    name.to_owned(),
                    scopes.items().filter_map(|scope| self.text_of(&scope)).collect(),
                ));
            }
            requirements.push(SecurityRequirement {
                schemes,
                place: requirement.place,
            });
        }
        Some(requirements)
    }

    /// Since 3.2 a requirement may name its scheme by a URI, where no component has that name.
    fn link_scheme(&mut self, name: &str, requirement: &Located<'d>) {
        let is_uri = self.version >= Version::V32 && name.contains(['#', '/', '.']);
        if !is_uri || self.linked_schemes.contains_key(name) || self.component("securitySchemes", name).is_some() {
            return;
        }
        // Where it leads nowhere, it is no URI but a name, and reported as an unknown one.
        if let Ok(target) = self.sources.resolve(&requirement.place, name)
            && let Some(scheme) = self.security_scheme(target)
        {
            self.linked_schemes.insert(name.to_owned(), scheme);
        }
    }

    /// `components.securitySchemes`.
    pub(super) fn security_schemes(&mut self, components: &Located<'d>) -> IndexMap<String, SecurityScheme> {
        let entries = self.entries(components, "securitySchemes");
        entries
            .into_iter()
            .filter_map(|(name, at)| Some((name.to_owned(), self.security_scheme(at)?)))
            .collect()
    }

    /// A security scheme, or a reference to one.
    pub(super) fn security_scheme(&mut self, at: Located<'d>) -> Option<SecurityScheme> {
        let followed = self.follow(at)?;
        let at = followed.at;
        let kind = self.text(&at, "type")?;
        Some(SecurityScheme {
            kind: self.security_kind(&kind, &at)?,
            description: followed.description.or_else(|| self.text(&at, "description")),
            deprecated: self.flag(&at, "deprecated").unwrap_or_default(),
            extensions: extensions(at.node),
            place: at.place,
        })
    }

    fn security_kind(&mut self, kind: &str, at: &Located<'d>) -> Option<SecurityKind> {
        Some(match kind {
            "apiKey" => {
                let location = match self.text(at, "in")?.as_str() {
                    "query" => ParameterPlace::Query,
                    "header" => ParameterPlace::Header,
                    "cookie" => ParameterPlace::Cookie,
                    _ => return None,
                };
                SecurityKind::ApiKey {
                    location,
                    name: self.text(at, "name")?,
                }
            }
            "http" => SecurityKind::Http {
                scheme: self.text(at, "scheme")?.to_lowercase(),
                bearer_format: self.text(at, "bearerFormat"),
            },
            "oauth2" => SecurityKind::OAuth2 {
                flows: self.flows(at),
                metadata_url: self.text(at, "oauth2MetadataUrl"),
            },
            "openIdConnect" => SecurityKind::OpenIdConnect {
                url: self.text(at, "openIdConnectUrl").unwrap_or_default(),
            },
            "mutualTLS" => SecurityKind::MutualTls,
            _ => return None,
        })
    }

    fn flows(&mut self, at: &Located<'d>) -> Vec<OAuthFlow> {
        let mut flows = Vec::new();
        for (kind, flow) in self.entries(at, "flows") {
            if kind.starts_with("x-") || flow.node.as_object().is_none() {
                continue;
            }
            let authorization = if kind == "deviceAuthorization" {
                "deviceAuthorizationUrl"
            } else {
                "authorizationUrl"
            };
            flows.push(OAuthFlow {
                kind: kind.to_owned(),
                authorization_url: self.text(&flow, authorization),
                token_url: self.text(&flow, "tokenUrl"),
                refresh_url: self.text(&flow, "refreshUrl"),
                scopes: self.text_map(&flow, "scopes"),
            });
        }
        flows
    }

    /// The `servers` of an object.
    pub(super) fn servers(&mut self, at: &Located<'d>) -> Vec<Server> {
        let items = self.items(at, "servers");
        items.into_iter().filter_map(|server| self.server(server)).collect()
    }

    fn server(&mut self, at: Located<'d>) -> Option<Server> {
        let at = self.plain(at)?;
        let mut variables = IndexMap::new();
        for (name, variable) in self.entries(&at, "variables") {
            let variable = ServerVariable {
                default: self.text(&variable, "default").unwrap_or_default(),
                values: self.texts(&variable, "enum"),
                description: self.text(&variable, "description"),
            };
            variables.insert(name.to_owned(), variable);
        }
        Some(Server {
            url: self.text(&at, "url")?,
            description: self.text(&at, "description"),
            name: self.text(&at, "name"),
            variables,
            place: at.place,
        })
    }

    /// The root's `tags`.
    pub(super) fn tags(&mut self, root: &Located<'d>) -> Vec<Tag> {
        let items = self.items(root, "tags");
        items.into_iter().filter_map(|tag| self.tag(tag)).collect()
    }

    fn tag(&mut self, at: Located<'d>) -> Option<Tag> {
        let at = self.plain(at)?;
        Some(Tag {
            name: self.text(&at, "name")?,
            summary: self.text(&at, "summary"),
            description: self.text(&at, "description"),
            parent: self.text(&at, "parent"),
            kind: self.text(&at, "kind"),
            extensions: extensions(at.node),
            place: at.place,
        })
    }

    /// `info`; where it is missing, empty texts stand for it.
    pub(super) fn info(&mut self, root: &Located<'d>) -> Info {
        let at = self.member(root, "info").unwrap_or_else(|| root.clone());
        Info {
            title: self.text(&at, "title").unwrap_or_default(),
            version: self.text(&at, "version").unwrap_or_default(),
            summary: self.text(&at, "summary"),
            description: self.text(&at, "description"),
            extensions: extensions(at.node),
            place: at.place,
        }
    }
}
