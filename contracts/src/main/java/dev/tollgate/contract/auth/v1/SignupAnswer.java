package dev.tollgate.contract.auth.v1;

/// What became of a sign-up. The same for an address that is known and for one that is not.
public record SignupAnswer(String object, Status status) {
    /// What is left to do.
    public enum Status {
        /// What is next is in a mail.
        CONFIRM_BY_MAIL,
        /// Nothing: an invitation has proved the address.
        DONE
    }
}
