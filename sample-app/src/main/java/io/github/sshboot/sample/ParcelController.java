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

package io.github.sshboot.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.sshboot.client.ExecResult;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import io.github.sshboot.session.annotation.SshOption;

/**
 * What operators do with parcels.
 */
@SshController
class ParcelController {

	private static final int BAR = 20;

	private static final int STEP = 1000;

	private final ParcelRepository parcels;

	private final SshClientFactory carriers;

	ParcelController(ParcelRepository parcels, SshClientFactory carriers) {
		this.parcels = parcels;
		this.carriers = carriers;
	}

	@SshCommand(value = "parcels list", description = "List all parcels.")
	List<Parcel> list() {
		return this.parcels.findAll();
	}

	@SshCommand(value = "parcels show {id}", description = "Show a parcel.")
	String show(@SshArgument(description = "Its number, such as AB1001.") String id) {
		return this.parcels.get(id).toString();
	}

	/**
	 * A bad line is told with its number and does not keep the good ones out. The
	 * progress is on standard error, which a user sees without a terminal here, too.
	 */
	@SshCommand(value = "parcels import",
			description = "Read parcels from standard input: id,recipient,destination,weight.")
	int importManifest(@SshOption(description = "Show how many it has been so far.") boolean progress,
			BufferedReader manifest, SshSession session) throws IOException {
		PrintWriter error = session.getErrorWriter();
		int imported = 0;
		int number = 0;
		int bad = 0;
		for (String line = manifest.readLine(); line != null; line = manifest.readLine()) {
			number++;
			if (line.isBlank()) {
				continue;
			}
			try {
				this.parcels.save(Parcel.parse(line));
				imported++;
				if (progress && (imported % STEP == 0 || !manifest.ready())) {
					error.print("\r[%s] %d".formatted(bar(imported), imported));
				}
			}
			catch (IllegalArgumentException ex) {
				if (progress) {
					error.print("\r\u001b[K");
				}
				error.println("line %d: %s".formatted(number, ex.getMessage()));
				bad++;
			}
		}
		if (progress) {
			error.print("\r\u001b[K");
			error.flush();
		}
		session.getWriter().println("imported %d parcels".formatted(imported));
		return (bad > 0) ? 1 : 0;
	}

	/**
	 * How many there will be is not known, so the bar begins anew when it is full.
	 */
	private static String bar(int done) {
		int filled = (done / STEP) % BAR + 1;
		return "#".repeat(filled) + " ".repeat(BAR - filled);
	}

	@SshCommand(value = "parcels track {id}", description = "Tell where a parcel is.")
	void track(@SshArgument(description = "Its number, such as AB1001.") String id,
			@SshOption(value = { "-f", "--follow" },
					description = "Tell again each second until interrupted.") boolean follow,
			PrintWriter out) throws InterruptedException {
		Parcel parcel = this.parcels.get(id);
		for (int second = 0; second == 0 || follow; second++) {
			out.println("%s on its way to %s (%d s)".formatted(parcel.id(), parcel.destination().label(), second));
			if (follow) {
				Thread.sleep(1000);
			}
		}
	}

	@SshCommand(value = "parcels quote {id}", description = "Ask the carrier what sending a parcel costs.")
	String quote(@SshArgument(description = "Its number, such as AB1001.") String id) {
		Parcel parcel = this.parcels.get(id);
		List<String> rates = this.carriers.get("carrier").exec("carrier rates").retrieve().lines();
		return "%s: %s EUR".formatted(parcel.id(), price(parcel, rates.stream()));
	}

	/**
	 * One carrier that is down keeps nobody from hearing of the others.
	 */
	@SshCommand(value = "parcels offers {id}", description = "Ask all carriers at once what sending a parcel costs.")
	int offers(@SshArgument(description = "Its number, such as AB1001.") String id, SshSession session) {
		Parcel parcel = this.parcels.get(id);
		AtomicInteger failures = new AtomicInteger();
		this.carriers.fanOut(this.carriers.getNames())
			.hostTimeout(Duration.ofSeconds(10))
			.exec((carrier) -> carrier.exec("carrier rates").expectStatus(0), (offer) -> {
				ExecResult rates = offer.result();
				if (rates != null) {
					session.getWriter()
						.println("%s: %s EUR".formatted(offer.host(), price(parcel, rates.getOutput().lines())));
				}
				else {
					session.getErrorWriter().println("%s: no offer".formatted(offer.host()));
					failures.incrementAndGet();
				}
			});
		return (failures.get() > 0) ? 1 : 0;
	}

	private static BigDecimal price(Parcel parcel, Stream<String> rates) {
		return rates.map((line) -> line.split("\\s+"))
			.filter((rate) -> rate[0].equals(parcel.destination().label()))
			.map((rate) -> new BigDecimal(rate[1]).multiply(parcel.weight()).setScale(2, RoundingMode.HALF_UP))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The carrier does not go there"));
	}

	@SshExceptionHandler
	String unknownParcel(UnknownParcelException ex) {
		return "There is no parcel %s".formatted(ex.getId());
	}

}
