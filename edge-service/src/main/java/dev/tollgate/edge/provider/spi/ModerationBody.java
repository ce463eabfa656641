package dev.tollgate.edge.provider.spi;

/// Texts and pictures to be judged, as the caller asked for it.
public interface ModerationBody extends JsonBody {
    /// Whether there are pictures among them.
    boolean hasPictures();

    @Override
    default Operation operation() {
        return Operation.MODERATION;
    }

    @Override
    default AnswerForm form() {
        return AnswerForm.OBJECT;
    }
}
