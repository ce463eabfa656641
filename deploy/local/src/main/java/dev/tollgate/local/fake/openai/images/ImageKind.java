package dev.tollgate.local.fake.openai.images;

/// Which family a model is of: they take different fields and are paid differently.
enum ImageKind {
    /// `demo-image`, and DALL·E's names: paid by the image, no usage in a plain answer, takes every field.
    PER_IMAGE,
    /// `demo-image-tokens`, and GPT Image's names: paid by tokens, always base64.
    BY_TOKENS,
    /// The faults: takes every field and tells usage.
    ANY;

    static ImageKind of(String model) {
        if (model.startsWith("demo-image-tokens") || model.startsWith("gpt-image")) {
            return BY_TOKENS;
        }
        return model.startsWith("fault-") ? ANY : PER_IMAGE;
    }
}
