//! URIs to files on disk.
//!
//! Comes in: a URI. Goes out: the canonical path of a file that may be read, and its name for people. Links are
//! followed before it is checked that a file stands inside the document's folder. It reads nothing.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::{LoadOptions, load::Request, sources::Failure, uri};

/// The part of the disk that a document may use.
pub(super) struct Disk {
    /// The current folder, canonical; names are told relative to it.
    pub here: Utf8PathBuf,
    folder: Utf8PathBuf,
    allow_outside: bool,
    /// URL prefixes, the longest first, with what they stand for.
    url_map: Vec<(String, Utf8PathBuf)>,
}

impl Disk {
    /// The disk as the document at `root` may see it.
    pub(super) fn new(root: &Utf8Path, options: &LoadOptions) -> Self {
        let here = Utf8Path::new(".").canonicalize_utf8().unwrap_or_default();
        let folder = root
            .canonicalize_utf8()
            .ok()
            .and_then(|path| path.parent().map(Utf8Path::to_owned));
        let mut url_map = options.url_map.clone();
        url_map.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Disk {
            here,
            folder: folder.unwrap_or_default(),
            allow_outside: options.allow_outside,
            url_map,
        }
    }

    /// The root document.
    pub(super) fn root(&self, path: &Utf8Path) -> Result<Request, Failure> {
        let path = canonical_file(path)?;
        let slashes = uri::encode_path(&path.as_str().replace('\\', "/"));
        let uri = format!("file:///{}", slashes.trim_start_matches('/'));
        Ok(Request {
            uri,
            name: relative(&path, &self.here),
            path,
        })
    }

    /// The file that a URI stands for.
    pub(super) fn find(&self, uri: &str) -> Result<Request, Failure> {
        let (path, folder) = match uri.strip_prefix("file://") {
            Some(path) => (Utf8PathBuf::from(decoded(path)?), self.folder.clone()),
            None => self.mapped(uri)?,
        };
        let path = canonical_file(&path)?;
        if !self.allow_outside && !path.starts_with(&folder) {
            return Err(Failure::Outside);
        }
        Ok(Request {
            uri: uri.to_owned(),
            name: relative(&path, &self.here),
            path,
        })
    }

    /// The path that a URL is mapped to, and the folder that it must not leave.
    fn mapped(&self, url: &str) -> Result<(Utf8PathBuf, Utf8PathBuf), Failure> {
        let path = url.split('?').next().unwrap_or_default();
        for (prefix, target) in &self.url_map {
            let Some(rest) = path.strip_prefix(prefix.as_str()) else {
                continue;
            };
            let base = target.canonicalize_utf8().map_err(|error| Failure::io(&error))?;
            if rest.is_empty() {
                return Ok((base.clone(), base));
            }
            if prefix.ends_with('/') || rest.starts_with('/') {
                return Ok((base.join(decoded(rest)?.trim_start_matches('/')), base));
            }
        }
        Err(Failure::Remote)
    }
}

fn decoded(path: &str) -> Result<String, Failure> {
    uri::decode(path).ok_or_else(|| Failure::Unreadable("its path is not UTF-8".to_owned()))
}

fn canonical_file(path: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let path = path.canonicalize_utf8().map_err(|error| Failure::io(&error))?;
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => Ok(path),
        Ok(metadata) if metadata.is_dir() => Err(Failure::Unreadable("it is a folder".to_owned())),
        Ok(_) => Err(Failure::Unreadable("it is no regular file".to_owned())),
        Err(error) => Err(Failure::io(&error)),
    }
}

/// A path as told to people: relative to the current folder, with slashes. What cannot be made relative is told by its
/// last component alone.
pub(super) fn relative(path: &Utf8Path, here: &Utf8Path) -> Utf8PathBuf {
    if !path.is_absolute() {
        return path.to_owned();
    }
    let (mut to, mut from) = (path.components().peekable(), here.components().peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    let up = from
        .filter(|component| matches!(component, Utf8Component::Normal(_)))
        .map(|_| "..");
    let parts: Vec<&str> = up.chain(to.map(|component| component.as_str())).collect();
    let joined = Utf8PathBuf::from(parts.join("/"));
    if joined.is_absolute() {
        path.file_name().unwrap_or("document").into()
    } else {
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_current_folder() {
        let tell = |path: &str, here: &str| relative(path.into(), here.into()).into_string();
        assert_eq!(tell("/a/b/c.yaml", "/a"), "b/c.yaml");
        assert_eq!(tell("/a/b/c.yaml", "/a/d/e"), "../../b/c.yaml");
        assert_eq!(tell("b/c.yaml", "/a"), "b/c.yaml");
    }
}
