package io.longhaul.dispatcher.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Help that shows {@code -p NAME=VALUE} where picocli's own has {@code -p=NAME=VALUE}; both may be typed. */
final class SpacedLabels extends Help {

    SpacedLabels(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    @Override
    public IParamLabelRenderer createDefaultParamLabelRenderer() {
        IParamLabelRenderer picoclis = super.createDefaultParamLabelRenderer();
        return new IParamLabelRenderer() {

            @Override
            public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<IStyle> styles) {
                String label = picoclis.renderParameterLabel(argument, Ansi.OFF, styles)
                        .toString()
                        .replaceFirst("^=", " ");
                return ansi.new Text(label);
            }

            @Override
            public String separator() {
                return " ";
            }
        };
    }
}
