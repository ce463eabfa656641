package dev.tollgate.edge.images;

import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.Operation;

/// Judges a request for new pictures.
final class ImagesView {
    private ImagesView() {}

    static ImagesRequest of(Members members) {
        WantedView view = new WantedView(Fields.of(members.fields()));
        return new ImagesRequest(Operation.IMAGES, view.model(), view.prompted(0), view.form(), members);
    }
}
