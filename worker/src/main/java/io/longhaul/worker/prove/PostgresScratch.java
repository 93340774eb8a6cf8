package io.longhaul.worker.prove;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.postgres.PostgresByHand;
import io.longhaul.worker.target.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One on PostgreSQL, in which Longhaul's own tables are too: schema {@code longhaul} and table {@code longhaul_mark},
 * which are not looked at.
 */
final class PostgresScratch implements Scratch {

    /** What people have made: schemas, whatever is in them, and nothing that came with an extension. */
    private static final String THINGS = """
            SELECT c.oid, c.relkind, n.nspname, c.relname,
                   CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                                  WHEN 'f' THEN 'foreign table' ELSE 'table' END
                   || ' ' || CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'longhaul') AND n.nspname !~ '^pg_'
               AND c.relname NOT IN ('longhaul_mark', 'longhaul_prove')
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')""";

    private static final String OTHERS = """
            SELECT 'function ' || CAST(CAST(p.oid AS regprocedure) AS text) AS name, pg_get_functiondef(p.oid) AS line
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE p.prokind IN ('f', 'p')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'longhaul') AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            UNION ALL
            SELECT 'type ' || CAST(CAST(t.oid AS regtype) AS text),
                   coalesce((SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
                            format_type(t.typbasetype, t.typtypmod))
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
             WHERE t.typtype IN ('e', 'd')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'longhaul') AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')""";

    private static final String LINES = """
            WITH thing AS (%s)
            SELECT name, '' AS line FROM thing
            UNION ALL
            SELECT name, 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                         || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                         || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
              FROM thing JOIN pg_attribute a ON a.attrelid = thing.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE thing.relkind <> 'S'
            UNION ALL
            SELECT name, pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
              FROM thing JOIN pg_index i ON i.indrelid = thing.oid
            UNION ALL
            SELECT name, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
              FROM thing JOIN pg_constraint k ON k.conrelid = thing.oid
            UNION ALL
            SELECT name, pg_get_triggerdef(t.oid)
              FROM thing JOIN pg_trigger t ON t.tgrelid = thing.oid AND NOT t.tgisinternal
            UNION ALL
            SELECT name, pg_get_viewdef(thing.oid) FROM thing WHERE relkind IN ('v', 'm')
            UNION ALL
            SELECT * FROM (%s) AS others
            ORDER BY 1, 2""".formatted(THINGS, OTHERS);

    /** What a sequence fills is left out: a transaction that was rolled back leaves a gap there, harmless. */
    private static final String COLUMNS = """
            SELECT thing.name, thing.nspname, thing.relname, a.attname
              FROM (%s) AS thing
              LEFT JOIN LATERAL (
                   SELECT attname, attnum FROM pg_attribute a
                     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = thing.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
                      AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE 'nextval(%%') AS a ON true
             WHERE thing.relkind IN ('r', 'p', 'm')
             ORDER BY thing.name, a.attnum""".formatted(THINGS);

    /** Extensions stay that were there before the proof; their names are in the mark. */
    private static final String CLEAR = """
            DO $clear$
            DECLARE
                drop text;
            BEGIN
                FOR drop IN
                    SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension
                     WHERE NOT extname = ANY (SELECT unnest(extensions) FROM public.longhaul_prove)
                    UNION ALL
                    SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) FROM pg_namespace n
                     WHERE n.nspname NOT IN ('public', 'pg_catalog', 'information_schema', 'longhaul') AND n.nspname !~ '^pg_'
                       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')
                    UNION ALL
                    SELECT format('DROP %s IF EXISTS public.%I CASCADE',
                                  CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                                 WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, c.relname)
                      FROM pg_class c
                     WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                       AND c.relname NOT IN ('longhaul_mark', 'longhaul_prove')
                       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                    UNION ALL
                    SELECT format('DROP ROUTINE IF EXISTS public.%I(%s) CASCADE', p.proname, pg_get_function_identity_arguments(p.oid))
                      FROM pg_proc p
                     WHERE p.pronamespace = CAST('public' AS regnamespace)
                       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
                    UNION ALL
                    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', t.typname) FROM pg_type t
                     WHERE t.typnamespace = CAST('public' AS regnamespace)
                       AND (t.typtype IN ('e', 'd', 'r')
                            OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
                       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
                LOOP
                    EXECUTE drop;
                END LOOP;
            END
            $clear$""";

    private final ServiceUrl url;
    private final PostgresTarget target;
    private final PostgresByHand hand;

    PostgresScratch(ServiceUrl url) {
        this.url = url;
        target = new PostgresTarget(url);
        hand = new PostgresByHand(url);
    }

    @Override
    public Engine engine() {
        return Engine.POSTGRES;
    }

    @Override
    public String address() {
        return "%s/%s".formatted(url.address(), url.path());
    }

    @Override
    public Optional<String> mark() {
        boolean marked = !target.rows("""
                        SELECT 1 AS n WHERE to_regclass('public.longhaul_prove') IS NOT NULL""", Map.of()).isEmpty();
        return marked
                ? target.rows("SELECT migration FROM public.longhaul_prove", Map.of()).stream()
                        .findFirst()
                        .map(row -> row.getOrDefault("migration", ""))
                        .or(() -> Optional.of("a migration"))
                : Optional.empty();
    }

    @Override
    public void mark(String migration) {
        hand.execute("""
                CREATE TABLE public.longhaul_prove AS
                SELECT CAST('%s' AS text) AS migration, array_agg(extname) AS extensions FROM pg_extension""".formatted(migration.replace("'", "''")));
    }

    @Override
    public List<String> contents() {
        List<String> contents = new ArrayList<>();
        target.rows("SELECT name FROM (%s) AS thing ORDER BY name".formatted(THINGS), Map.of())
                .forEach(row -> contents.add(row.getOrDefault("name", "")));
        target.rows("SELECT name FROM (%s) AS other ORDER BY name".formatted(OTHERS), Map.of())
                .forEach(row -> contents.add(row.getOrDefault("name", "")));
        target.rows("""
                        SELECT nspname FROM pg_namespace
                         WHERE nspname NOT IN ('public', 'information_schema') AND nspname !~ '^pg_' ORDER BY 1""", Map.of()).forEach(row -> contents.add("schema " + row.getOrDefault("nspname", "")));
        return contents;
    }

    @Override
    public Set<String> databases() {
        return Set.of();
    }

    @Override
    public void clear() {
        hand.execute(CLEAR);
    }

    /** And Longhaul's own tables with it. */
    @Override
    public void unmark() {
        hand.execute("""
                DROP SCHEMA IF EXISTS longhaul CASCADE;
                DROP TABLE IF EXISTS public.longhaul_mark, public.longhaul_prove""");
    }

    /** Longhaul has never run anything: a migration that has succeeded could not be run again. */
    void forgetRuns() {
        // Not TRUNCATE, which makes a dozen files anew for a handful of rows.
        hand.execute("DELETE FROM longhaul.run");
    }

    @Override
    public void execute(String sql) {
        hand.execute(sql);
    }

    @Override
    public Map<String, Thing> look() {
        Map<String, StringBuilder> definitions = new TreeMap<>();
        target.rows(LINES, Map.of())
                .forEach(row -> definitions
                        .computeIfAbsent(row.getOrDefault("name", ""), none -> new StringBuilder())
                        .append(row.getOrDefault("line", ""))
                        .append('\n'));
        Map<String, Thing> things = new HashMap<>();
        definitions.forEach((name, lines) ->
                things.put(named(name), new Thing(lines.toString().strip())));
        target.rows(COLUMNS, Map.of()).stream()
                .collect(Collectors.groupingBy(row -> row.getOrDefault("name", "")))
                .forEach((name, columns) ->
                        things.computeIfPresent(named(name), (key, thing) -> counted(thing, columns)));
        return things;
    }

    private Thing counted(Thing thing, List<Map<String, String>> found) {
        List<String> columns = found.stream()
                .flatMap(row -> Optional.ofNullable(row.get("attname")).stream())
                .toList();
        String table = "%s.%s"
                .formatted(
                        target.quoted(found.get(0).getOrDefault("nspname", "")),
                        target.quoted(found.get(0).getOrDefault("relname", "")));
        List<String> quoted = columns.stream().map(target::quoted).toList();
        StringBuilder select = new StringBuilder("SELECT count(*) AS n, ")
                .append(sum("ROW(%s)".formatted(String.join(", ", quoted))))
                .append(" AS s");
        for (int i = 0; i < quoted.size(); i++) {
            select.append(", ").append(sum(quoted.get(i))).append(" AS s").append(i);
        }
        Map<String, String> row = target.rows(
                        select.append(" FROM ").append(table).toString(), Map.of())
                .get(0);
        Map<String, String> sums = new TreeMap<>();
        sums.put(Thing.ROW, row.getOrDefault("s", ""));
        for (int i = 0; i < columns.size(); i++) {
            sums.put(columns.get(i), row.getOrDefault("s" + i, ""));
        }
        return new Thing(thing.definition(), OptionalLong.of(Long.parseLong(row.getOrDefault("n", "0"))), sums);
    }

    private static String sum(String value) {
        return "sum(CAST(hashtextextended(coalesce(CAST(%s AS text), chr(1)), 0) AS numeric))".formatted(value);
    }

    private static String named(String name) {
        return "PostgreSQL " + name;
    }

    @Override
    public List<String> running(String prefix) {
        return target.running(prefix).stream().map(QueryId::value).toList();
    }

    @Override
    public long pending() {
        return 0;
    }

    @Override
    public void close() {
        target.close();
        hand.close();
    }
}
