/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.sshboot.session.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.List;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.impl.AbstractTerminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of a session as JLine sees it. It has no thread, no native code and no
 * signals of the JVM: everything happens on the thread of the handler. JLine looks
 * terminals up with a program of the server; here the type only chooses one of the
 * descriptions that JLine brings.
 */
final class ShellTerminal extends AbstractTerminal {

	private static final int INTERRUPT = 3;

	private final SshSession session;

	private final SshTerminal terminal;

	private final ShellReader reader;

	private final PrintWriter writer;

	private final Attributes attributes = cookedAttributes();

	private SshTerminal.@Nullable RawMode rawMode;

	private volatile boolean resized;

	ShellTerminal(SshSession session, SshTerminal terminal, Charset encoding) throws IOException {
		super("shell", description(terminal.getType()), encoding, SignalHandler.SIG_IGN);
		this.session = session;
		this.terminal = terminal;
		this.reader = new ShellReader(session.getInput(), terminal, encoding, this::raiseIfResized);
		this.writer = new PrintWriter(new OutputStreamWriter(new CookedOutput(session.getOutput()), encoding));
		InfoCmp.parseInfoCmp(InfoCmp.getDefaultInfoCmp(this.type), this.bools, this.ints, this.strings);
		// JLine would insert no columns for a mark that is combined, which is one to
		// terminals
		List.of(Capability.insert_character, Capability.parm_ich, Capability.delete_character, Capability.parm_dch)
			.forEach(this.strings::remove);
		setEnv((name) -> session.getEnvironment().get(name));
		terminal.onResize(() -> this.resized = true);
	}

	private static String description(String type) {
		if (InfoCmp.getDefaultInfoCmp(type) != null) {
			return type;
		}
		if (type.startsWith("screen") || type.startsWith("tmux")) {
			return type.contains("256color") ? "screen-256color" : "screen";
		}
		if (type.startsWith("rxvt")) {
			return "rxvt-unicode";
		}
		return type.contains("256color") || type.startsWith("xterm-") ? "xterm-256color" : "xterm";
	}

	private static Attributes cookedAttributes() {
		Attributes attributes = new Attributes();
		attributes.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ISIG, LocalFlag.ECHO), true);
		attributes.setInputFlag(InputFlag.ICRNL, true);
		attributes.setOutputFlags(EnumSet.of(OutputFlag.OPOST, OutputFlag.ONLCR));
		attributes.setControlChar(ControlChar.VERASE, 127);
		attributes.setControlChar(ControlChar.VWERASE, 'W' - '@');
		attributes.setControlChar(ControlChar.VKILL, 'U' - '@');
		attributes.setControlChar(ControlChar.VLNEXT, 'V' - '@');
		attributes.setControlChar(ControlChar.VINTR, 'C' - '@');
		attributes.setControlChar(ControlChar.VEOF, 'D' - '@');
		return attributes;
	}

	/**
	 * The client may have resized its window on a thread that must not draw.
	 */
	private void raiseIfResized() {
		if (this.resized) {
			this.resized = false;
			raise(Signal.WINCH);
		}
	}

	@Override
	public NonBlockingReader reader() {
		return this.reader;
	}

	@Override
	public PrintWriter writer() {
		return this.writer;
	}

	@Override
	public InputStream input() {
		return this.session.getInput();
	}

	@Override
	public OutputStream output() {
		return this.session.getOutput();
	}

	@Override
	public Attributes getAttributes() {
		return new Attributes(this.attributes);
	}

	/**
	 * The session edits lines itself unless JLine does.
	 */
	@Override
	public void setAttributes(Attributes attributes) {
		this.attributes.copy(attributes);
		if (!attributes.getLocalFlag(LocalFlag.ICANON) && this.rawMode == null) {
			this.rawMode = this.terminal.enterRawMode();
			this.reader.beginLine();
		}
		else if (attributes.getLocalFlag(LocalFlag.ICANON) && this.rawMode != null) {
			this.rawMode.close();
			this.rawMode = null;
		}
	}

	@Override
	public Size getSize() {
		return Size.of(this.terminal.getColumns(), this.terminal.getRows());
	}

	@Override
	public void setSize(Sized size) {
		throw new UnsupportedOperationException("The client has the window");
	}

	/**
	 * A terminal that is asked answers among what the user types.
	 */
	@Override
	public boolean supportsGraphemeClusterMode() {
		return false;
	}

	@Override
	public boolean canPauseResume() {
		return false;
	}

	@Override
	public void pause() {
		// nothing runs on its own
	}

	@Override
	public void pause(boolean wait) {
		// nothing runs on its own
	}

	@Override
	public void resume() {
		// nothing runs on its own
	}

	@Override
	public boolean paused() {
		return false;
	}

	@Override
	public @Nullable TerminalProvider getProvider() {
		return null;
	}

	@Override
	public @Nullable SystemStream getSystemStream() {
		return null;
	}

	/**
	 * Forget what was typed before Ctrl-C: it was meant for what Ctrl-C has ended.
	 */
	void discardInterrupted() throws IOException {
		SshTerminal.RawMode raw = this.terminal.enterRawMode();
		try {
			this.reader.discardUpTo(this.terminal.getModes().getOrDefault("VINTR", INTERRUPT));
		}
		finally {
			raw.close();
		}
	}

	/**
	 * Whether what is shown may have colours
	 * (<a href="https://no-color.org">NO_COLOR</a>).
	 */
	boolean hasColours() {
		String noColour = this.session.getEnvironment().get("NO_COLOR");
		Integer colours = getNumericCapability(Capability.max_colors);
		return (noColour == null || noColour.isEmpty()) && colours != null && colours >= 8;
	}

	/**
	 * The raw mode of JLine leaves newlines to the driver of the terminal.
	 */
	private static final class CookedOutput extends FilterOutputStream {

		private CookedOutput(OutputStream out) {
			super(out);
		}

		@Override
		public void write(int b) throws IOException {
			if (b == '\n') {
				this.out.write('\r');
			}
			this.out.write(b);
		}

		@Override
		public void write(byte[] data, int offset, int length) throws IOException {
			int start = offset;
			for (int i = offset; i < offset + length; i++) {
				if (data[i] == '\n') {
					this.out.write(data, start, i - start);
					this.out.write('\r');
					start = i;
				}
			}
			this.out.write(data, start, offset + length - start);
		}

	}

}
