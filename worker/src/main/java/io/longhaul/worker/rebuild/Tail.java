package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import java.util.List;
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
     * @param parts of the new table, not merged since the exchange
     */
    static Set<Long> blocks(List<Chunk> chunks, List<Part> parts) {
        Set<String> uuids = chunks.stream()
                .filter(chunk -> chunk.stage() == Chunk.Stage.TAIL && chunk.state() != Chunk.State.REPLACED)
                .flatMap(chunk -> chunk.filling().parts().stream())
                .map(Chunk.Part::uuid)
                .collect(Collectors.toSet());
        Set<Long> blocks = new TreeSet<>();
        parts.stream().filter(part -> uuids.contains(part.uuid())).forEach(part -> {
            for (long block = part.from(); block <= part.to(); block++) {
                blocks.add(block);
            }
        });
        return blocks;
    }
}
