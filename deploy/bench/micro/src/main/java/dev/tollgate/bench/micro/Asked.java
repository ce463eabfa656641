package dev.tollgate.bench.micro;

/// What the command line asks for.
///
/// @param pattern a regular expression, found anywhere in the name of a benchmark
/// @param json where the results go
record Asked(Pace pace, String pattern, String json) {
    private static final String QUICK = "--quick";
    private static final String JSON = "--json";

    static Asked of(String[] arguments) {
        Pace pace = Pace.USUAL;
        String pattern = ".*";
        String json = "micro.json";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case QUICK -> pace = Pace.QUICK;
                case JSON -> json = arguments[++i];
                default -> pattern = arguments[i];
            }
        }
        return new Asked(pace, pattern, json);
    }
}
