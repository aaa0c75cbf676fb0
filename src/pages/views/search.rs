//! The search: the page, and what every page needs to open it.

use serde::Serialize;

use super::make::Make;
use super::{Count, home};
use crate::urls;

/// The search page. What is found is filled in by the theme's script; what stands here also helps without one.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// The services with the most postmortems, at most twelve.
    pub services: Vec<Count>,
    /// The causes with the most postmortems, at most twelve.
    pub causes: Vec<Count>,
}

/// Where the search is.
#[derive(Debug, Clone, Serialize)]
pub struct SearchLinks {
    /// The search page. It takes a query as `?q=…`.
    pub href: String,
    /// The folder of the files that the search reads, with a slash at its end; `core.js` is the first of them.
    pub data: String,
}

/// The page.
pub(super) fn view(make: Make<'_>) -> SearchView {
    let (services, causes) = home::frequent(make, 12);
    SearchView { services, causes }
}

/// Where the search is, seen from the page.
pub(super) fn links(make: Make<'_>) -> Option<SearchLinks> {
    make.site
        .has_search()
        .then(|| SearchLinks { href: make.href(&urls::search()), data: format!("{}{}", make.root(), urls::search()) })
}
