package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which blocks of the new table are the old one's last rows, and not what people wrote to it. Pure. */
final class Tail {

    private Tail() {}

    /**
     * Their numbers.
     *
     * @param chunks of the rebuild
     * @param parts of the new table, not merged since those whose numbers are not known were published
     */
    static Set<Long> blocks(List<Chunk> chunks, List<Part> parts) {
        Map<String, Part> byUuid =
                parts.stream().collect(Collectors.toMap(Part::uuid, part -> part, (one, same) -> one));
        return chunks.stream()
                .filter(chunk -> chunk.stage() == Chunk.Stage.TAIL && chunk.state() != Chunk.State.REPLACED)
                .flatMap(chunk -> chunk.filling().parts().stream())
                .flatMapToLong(part -> part.block() > 0
                        ? LongStream.of(part.block())
                        : Stream.ofNullable(byUuid.get(part.uuid()))
                                .flatMapToLong(there -> LongStream.rangeClosed(there.from(), there.to())))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
