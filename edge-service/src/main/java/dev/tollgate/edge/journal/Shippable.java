package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;

/// A frame on its way to billing, wherever its bytes wait.
interface Shippable {
    /// Of the edge when its request was admitted; 0 when none was open.
    long epoch();

    /// Its JSON, to be read once: a buffer of its own on bytes that nobody changes before they are acknowledged.
    ByteBuffer json();
}
