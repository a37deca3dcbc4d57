package pfm.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import pfm.io.MalformedFileException;
import pfm.io.Safetensors;

/** The state of a {@link Training} in a safetensors file, complete to the last bit. */
public final class TrainingCheckpoint {
    private static final String FORMAT = "pfm-checkpoint-1";
    private static final String ITERATION = "training.iteration";
    private static final int COLUMNS = 3; // of the history: loss, accuracy, light

    private TrainingCheckpoint() {
    }

    /** Writes the state of a training between two steps, whole or not at all. */
    public static void save(Training training, Path file) throws IOException {
        List<Evaluation> history = training.history();
        NetworkWriter writer = description(training);
        writer.put(ITERATION, history.size());
        for (TrainedValues values : training.values()) {
            writer.put("adam." + values.layer() + ".mean", tensor(values.adam().mean()));
            writer.put("adam." + values.layer() + ".square", tensor(values.adam().square()));
        }
        MemorySegment past = Arena.ofAuto().allocate(ValueLayout.JAVA_DOUBLE, (long) COLUMNS * history.size());
        for (int i = 0; i < history.size(); i++) {
            past.setAtIndex(ValueLayout.JAVA_DOUBLE, COLUMNS * i, history.get(i).loss());
            past.setAtIndex(ValueLayout.JAVA_DOUBLE, COLUMNS * i + 1, history.get(i).accuracy());
            past.setAtIndex(ValueLayout.JAVA_DOUBLE, COLUMNS * i + 2, history.get(i).light());
        }
        writer.put("history", new Safetensors.Tensor(
                Safetensors.Type.F64, List.of((long) history.size(), (long) COLUMNS), past));
        writer.safetensors().write(file);
    }

    private static Safetensors.Tensor tensor(float[] values) {
        MemorySegment copy = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values);
        return Safetensors.Tensor.float32(copy, values.length);
    }

    /**
     * Sets a training to the state in a file; both must be of the same network, images and schedule.
     *
     * @throws MalformedFileException   if the file is not a checkpoint
     * @throws IllegalArgumentException if it is of another training; the message names the first difference
     */
    public static void resume(Training training, Path file) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Safetensors saved = Safetensors.read(file, arena);
            NetworkReader reader = new NetworkReader(saved, file.toString());
            reader.format(FORMAT);
            Safetensors wanted = description(training).safetensors();
            for (Map.Entry<String, String> entry : wanted.metadata().entrySet()) {
                String found = reader.text(entry.getKey());
                if (!found.equals(entry.getValue())) {
                    throw new IllegalArgumentException(entry.getKey() + " of the training must be " + found
                            + " as in the checkpoint " + file + ", was " + entry.getValue()
                            + "; start with the same options and images, or without --resume");
                }
            }
            int iteration = reader.integer(ITERATION);
            if (iteration < 0 || iteration > training.schedule().iterations()) {
                throw reader.wrong(ITERATION, "in [0, " + training.schedule().iterations() + "]", iteration);
            }
            List<Evaluation> past = history(reader.tensor("history", Safetensors.Type.F64, iteration, COLUMNS));
            List<Safetensors.Tensor> values = new ArrayList<>();
            for (Map.Entry<String, Safetensors.Tensor> entry : wanted.tensors().entrySet()) {
                Safetensors.Tensor of = entry.getValue();
                long[] shape = of.shape().stream().mapToLong(Long::longValue).toArray();
                values.add(reader.tensor(entry.getKey(), of.type(), shape));
            }
            for (TrainedValues v : training.values()) {
                values.add(reader.tensor("adam." + v.layer() + ".mean", Safetensors.Type.F32, v.count()));
                values.add(reader.tensor("adam." + v.layer() + ".square", Safetensors.Type.F32, v.count()));
            }
            reader.requireNothingLeft();
            copy(values, wanted, training);
            training.resume(past);
        }
    }

    private static List<Evaluation> history(Safetensors.Tensor past) {
        List<Evaluation> history = new ArrayList<>();
        for (long i = 0; i < past.shape().getFirst(); i++) {
            history.add(new Evaluation(past.data().getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, COLUMNS * i),
                    past.data().getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, COLUMNS * i + 1),
                    past.data().getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, COLUMNS * i + 2)));
        }
        return history;
    }

    /** Only when the whole file has been checked: a refused checkpoint leaves the training as it was. */
    private static void copy(List<Safetensors.Tensor> values, Safetensors wanted, Training training) {
        int next = 0;
        for (Safetensors.Tensor target : wanted.tensors().values()) {
            target.data().copyFrom(values.get(next++).data());
        }
        for (TrainedValues v : training.values()) {
            MemorySegment.ofArray(v.adam().mean()).copyFrom(values.get(next++).data());
            MemorySegment.ofArray(v.adam().square()).copyFrom(values.get(next++).data());
        }
    }

    /** What must be equal for a training to be resumed, and the tensors of its network. */
    private static NetworkWriter description(Training training) {
        NetworkWriter writer = new NetworkWriter(FORMAT);
        writer.network(training.network());
        Schedule schedule = training.schedule();
        writer.put("training.iterations", schedule.iterations());
        writer.put("training.batch", schedule.batch());
        writer.put("training.rate", schedule.rate());
        writer.put("training.light", schedule.light());
        writer.put("training.seed", schedule.seed());
        writer.put("training.images", training.digest());
        return writer;
    }
}
