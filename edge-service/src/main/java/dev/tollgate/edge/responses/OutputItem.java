package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One item of an output that is being made.
interface OutputItem {
    /// As it is now.
    ///
    /// @param status `in_progress`, `completed` or `incomplete`
    ObjectNode json(String status);

    /// Tells what is complete of it, before the item itself is told to be.
    void finish(ResponseEvents events);
}
