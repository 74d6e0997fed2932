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

/**
 * Arithmetic of Streamlined NTRU Prime with the parameters of {@code sntrup761}: of
 * polynomials modulo <i>x</i><sup>761</sup> - <i>x</i> - 1 whose coefficients are
 * integers modulo 3 ("small", from -1 to 1) or modulo 4591 (from -2295 to 2295). Neither
 * what is done nor which memory is touched depends on a coefficient; the loops are plain
 * so that they become vector instructions.
 *
 * @see <a href="https://ntruprime.cr.yp.to/">NTRU Prime</a>, whose reference
 * implementation is in the public domain
 */
final class NtruPrimeRing {

	/**
	 * The number of coefficients.
	 */
	static final int P = 761;

	/**
	 * The modulus of the coefficients.
	 */
	static final int Q = 4591;

	/**
	 * The number of coefficients that are not 0 in what is "short".
	 */
	static final int W = 286;

	private static final int RECIPROCAL_STEPS = 2 * P - 1;

	private NtruPrimeRing() {
	}

	/**
	 * Return what is congruent modulo 3.
	 * @param value from about -16000 to 16000
	 */
	static int freeze3(int value) {
		return value - 3 * ((10923 * value + 16384) >> 15);
	}

	/**
	 * Return what is congruent modulo Q.
	 * @param value from about -14000000 to 14000000
	 */
	static int freezeQ(int value) {
		int x = value;
		x -= Q * ((14 * x) >> 16);
		x -= Q * ((228 * x) >> 20);
		return x - Q * ((58470 * x + 0x8000000) >> 28);
	}

	/**
	 * Multiply modulo Q.
	 * @param f any
	 * @param small has small coefficients
	 */
	static int[] multiply(int[] f, int[] small) {
		int[] product = product(f, small);
		for (int i = 0; i < P; i++) {
			product[i] = freezeQ(product[i]);
		}
		return product;
	}

	/**
	 * Multiply modulo 3.
	 */
	static int[] multiply3(int[] f, int[] g) {
		int[] product = product(f, g);
		for (int i = 0; i < P; i++) {
			product[i] = freeze3(product[i]);
		}
		return product;
	}

	private static int[] product(int[] f, int[] g) {
		int[] wide = new int[2 * P];
		for (int i = 0; i < P; i++) {
			int factor = f[i];
			for (int j = 0; j < P; j++) {
				wide[i + j] += factor * g[j];
			}
		}
		// x^761 = x + 1
		for (int i = 2 * P - 2; i >= P; i--) {
			wide[i - P] += wide[i];
			wide[i - P + 1] += wide[i];
		}
		int[] product = new int[P];
		System.arraycopy(wide, 0, product, 0, P);
		return product;
	}

	/**
	 * Find the reciprocal modulo 3.
	 * @param input has small coefficients
	 * @param output where to put the reciprocal
	 * @return whether there is one
	 */
	static boolean reciprocal3(int[] input, int[] output) {
		DivisionSteps steps = new DivisionSteps(input, 1);
		for (int i = 0; i < RECIPROCAL_STEPS; i++) {
			steps.begin();
			steps.end3();
		}
		for (int i = 0; i < P; i++) {
			output[i] = steps.f[0] * steps.v[P - 1 - i];
		}
		return steps.delta == 0;
	}

	/**
	 * Find the reciprocal of three times a polynomial modulo Q.
	 * @param input has small coefficients, not all of them 0
	 */
	static int[] reciprocalOfTriple(int[] input) {
		DivisionSteps steps = new DivisionSteps(input, reciprocalQ(3));
		for (int i = 0; i < RECIPROCAL_STEPS; i++) {
			steps.begin();
			steps.endQ();
		}
		int scale = reciprocalQ(steps.f[0]);
		int[] output = new int[P];
		for (int i = 0; i < P; i++) {
			output[i] = freezeQ(scale * steps.v[P - 1 - i]);
		}
		return output;
	}

	/**
	 * Return the reciprocal of a coefficient, which is its (Q-2)-th power.
	 */
	private static int reciprocalQ(int value) {
		int power = value;
		for (int i = 1; i < Q - 2; i++) {
			power = freezeQ(value * power);
		}
		return power;
	}

	/**
	 * The greatest common divisor of two polynomials by Bernstein's and Yang's division
	 * steps, of which there are always as many.
	 */
	private static final class DivisionSteps {

		private final int[] f = new int[P + 1];

		private final int[] g = new int[P + 1];

		private final int[] v = new int[P + 1];

		private final int[] r = new int[P + 1];

		private int delta = 1;

		private DivisionSteps(int[] input, int one) {
			this.r[0] = one;
			this.f[0] = 1;
			this.f[P - 1] = -1;
			this.f[P] = -1;
			for (int i = 0; i < P; i++) {
				this.g[P - 1 - i] = input[i];
			}
		}

		private void begin() {
			System.arraycopy(this.v, 0, this.v, 1, P);
			this.v[0] = 0;
			int swap = (-this.delta >> 31) & ((this.g[0] | -this.g[0]) >> 31);
			this.delta ^= swap & (this.delta ^ -this.delta);
			this.delta++;
			swap(this.f, this.g, swap);
			swap(this.v, this.r, swap);
		}

		private static void swap(int[] a, int[] b, int mask) {
			for (int i = 0; i < P + 1; i++) {
				int difference = mask & (a[i] ^ b[i]);
				a[i] ^= difference;
				b[i] ^= difference;
			}
		}

		private void end3() {
			int sign = -this.g[0] * this.f[0];
			add3(this.g, this.f, sign);
			add3(this.r, this.v, sign);
			shift();
		}

		private static void add3(int[] a, int[] b, int factor) {
			for (int i = 0; i < P + 1; i++) {
				a[i] = freeze3(a[i] + factor * b[i]);
			}
		}

		private void endQ() {
			int f0 = this.f[0];
			int g0 = this.g[0];
			addQ(this.g, f0, this.f, g0);
			addQ(this.r, f0, this.v, g0);
			shift();
		}

		private static void addQ(int[] a, int factorOfA, int[] b, int factorOfB) {
			for (int i = 0; i < P + 1; i++) {
				a[i] = freezeQ(factorOfA * a[i] - factorOfB * b[i]);
			}
		}

		private void shift() {
			System.arraycopy(this.g, 1, this.g, 0, P);
			this.g[P] = 0;
		}

	}

}
