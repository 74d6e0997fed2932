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

package io.github.sshboot.transport;

import java.util.function.IntSupplier;

import org.apache.sshd.common.SshException;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.jspecify.annotations.Nullable;

/**
 * A cipher for packets that are received. It checks how long they say they are as soon as
 * that is decrypted. MINA would do so next, but writes two lines to the log whenever it
 * is wrong.
 *
 * @param delegate the cipher
 * @param maxLength how long they may be
 */
record LengthCheckingCipher(Cipher delegate, IntSupplier maxLength) implements Cipher {

	/**
	 * Check the packets that a cipher decrypts, if that is safe: with CBC, what is wrong
	 * with a length must not be seen before all of a packet has arrived (CVE-2008-5161).
	 * @param cipher the cipher
	 * @param mac what goes with it, if anything
	 * @param maxLength how long packets may be
	 * @return the cipher to use
	 */
	static Cipher of(Cipher cipher, @Nullable Mac mac, IntSupplier maxLength) {
		boolean readable = mac != null && mac.isEncryptThenMac();
		return (readable || cipher.getTransformation().contains("CBC")) ? cipher
				: new LengthCheckingCipher(cipher, maxLength);
	}

	@Override
	public void init(Mode mode, byte[] key, byte[] iv) throws Exception {
		this.delegate.init(mode, key, iv);
	}

	@Override
	public void updateAAD(byte[] data, int offset, int length) throws Exception {
		this.delegate.updateAAD(data, offset, length);
		check(data, offset, 0);
	}

	@Override
	public void update(byte[] input, int offset, int length) throws Exception {
		this.delegate.update(input, offset, length);
		if (getAuthenticationTagSize() == 0 && offset == 0) {
			check(input, offset, Integer.BYTES);
		}
	}

	private void check(byte[] packet, int offset, int ownSize) throws SshException {
		ProtocolErrors.checkLength((int) BufferUtils.getUInt(packet, offset, Integer.BYTES), ownSize,
				getCipherBlockSize(), this.maxLength.getAsInt());
	}

	@Override
	public String getAlgorithm() {
		return this.delegate.getAlgorithm();
	}

	@Override
	public int getKeySize() {
		return this.delegate.getKeySize();
	}

	@Override
	public String getTransformation() {
		return this.delegate.getTransformation();
	}

	@Override
	public int getIVSize() {
		return this.delegate.getIVSize();
	}

	@Override
	public int getAuthenticationTagSize() {
		return this.delegate.getAuthenticationTagSize();
	}

	@Override
	public int getCipherBlockSize() {
		return this.delegate.getCipherBlockSize();
	}

	@Override
	public int getKdfSize() {
		return this.delegate.getKdfSize();
	}

}
