/// Prices: what the catalogue file says of them, compiled per (model, group) and published as an immutable list of
/// versions (rules 11).
///
/// A file makes at most two versions. What only adds (model, group) pairs, or changes what providers charge us, is
/// in force at once: no edge can have charged anything else. What changes or takes away a price in force gets a
/// second version, `notice` (60 s) ahead or at the file's `prices_effective_from` if that is later, so that every
/// edge holds it before it counts. A newer version replaces what is pending: a change taken back in time never
/// happens, and one that meets an addition on its way is announced afresh, with full notice.
///
/// The list always carries the hash of the file that it was read from, also when no price has changed, as edges
/// swap to a file only when routes and prices of that hash are there.
///
/// Defaults of classes that the catalogue leaves out: cached input 10 % of input (half to even), cache write, audio
/// and image input as input; reasoning, audio and image output as output; output, where only other classes of it are
/// given, as the dearest of these. A model priced by units alone charges no tokens, one priced by tokens alone no
/// units: what must be there for what a model serves, [dev.tollgate.contract.billing.v1.PriceRules] says. Units
/// (images, thousands of characters, minutes, searches) become nano-credits per million of what is counted; minutes
/// of 60,000 ms do not always divide and are rounded half to even, once. The group's multiplier is then applied once.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.pricing;
