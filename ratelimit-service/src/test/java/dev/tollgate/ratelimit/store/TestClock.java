package dev.tollgate.ratelimit.store;

/// Lets tests say what time it is for the scripts, which are otherwise run as they are: what comes in front of them
/// answers `TIME` from a key.
public final class TestClock {
    /// Unix milliseconds.
    public static final String KEY = "test:clock";

    static final String PREAMBLE = """
            local real = redis
            local redis = setmetatable({
              call = function(command, ...)
                if command == 'TIME' then
                  local millis = tonumber(real.call('GET', 'test:clock'))
                  return { tostring(math.floor(millis / 1000)), tostring(millis % 1000 * 1000) }
                end
                return real.call(command, ...)
              end
            }, { __index = real })
            """;

    private TestClock() {}
}
