/// Mails that wait in a service's own table `mail` until a server took them: written by the service in the
/// transaction of what they tell of, sent from here, at least once. What they say, and to whom, is the
/// service's.
@NullMarked
package dev.tollgate.inner.mail;

import org.jspecify.annotations.NullMarked;
