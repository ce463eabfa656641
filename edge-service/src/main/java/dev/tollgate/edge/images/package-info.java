/// `POST /v1/images/generations`, `/v1/images/edits` and `/v1/images/variations`: what is read of a request for
/// pictures, and what it can consume. Pictures are paid by the image or by tokens, as the price list says.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.images;
