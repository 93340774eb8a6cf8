package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        Map<String, Long> byUuid = parts.stream().collect(Collectors.toMap(Part::uuid, Part::to, Math::max));
        return chunks.stream()
                .filter(chunk -> chunk.stage() == Chunk.Stage.TAIL && chunk.state() != Chunk.State.REPLACED)
                .flatMap(chunk -> chunk.filling().parts().stream())
                .map(part -> part.block() > 0 ? part.block() : byUuid.getOrDefault(part.uuid(), 0L))
                .filter(block -> block > 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
