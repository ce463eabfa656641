import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;

/// An agent of the build's JVM: `Set.of` and `Map.of` are walked in the same order in every process. The JDK draws that
/// order anew for each; it is used for walking alone, never for finding, so that it may change under collections that
/// exist. Quarkus writes code in such orders. Where a JDK keeps it otherwise the build goes on, and its layers may differ.
public final class Steady {

    private Steady() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            Field unsafe = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            steady((sun.misc.Unsafe) unsafe.get(null), Class.forName("java.util.ImmutableCollections"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println("tollgate: this build may not be the same the next time: " + e);
        }
    }

    @SuppressWarnings("removal")
    private static void steady(sun.misc.Unsafe unsafe, Class<?> collections) throws ReflectiveOperationException {
        Field salt = collections.getDeclaredField("SALT32L");
        Field reverse = collections.getDeclaredField("REVERSE");
        unsafe.putLong(unsafe.staticFieldBase(salt), unsafe.staticFieldOffset(salt), 0x5eed);
        unsafe.putBoolean(unsafe.staticFieldBase(reverse), unsafe.staticFieldOffset(reverse), false);
    }
}
