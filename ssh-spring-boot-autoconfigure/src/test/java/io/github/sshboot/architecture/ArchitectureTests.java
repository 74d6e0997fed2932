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

package io.github.sshboot.architecture;

import java.util.Set;
import java.util.function.Function;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.sshboot.session.SshSession;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the code keeps the {@link ArchitectureRules}, and that each of them catches
 * the violations it is there for.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.sshboot";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void rulesSeeTheCodeAndNotItsTests() {
		assertThat(MAIN.contain(SshSession.class)).isTrue();
		assertThat(MAIN.contain(ArchitectureTests.class)).isFalse();
	}

	@Test
	void layersImportOnlyLayersBelow() {
		assertThatMain(ArchitectureRules::layersImportOnlyLayersBelow).isEmpty();
	}

	@Test
	void importOfALayerAboveIsCaught() {
		assertThatViolations("upward", ArchitectureRules::layersImportOnlyLayersBelow)
			.anySatisfy(inOrder("upward.transport.Lower", "upward.authentication.Higher"));
	}

	@Test
	void serverAndClientImportingEachOtherIsCaught() {
		assertThatViolations("strangers", ArchitectureRules::layersImportOnlyLayersBelow)
			.anySatisfy(inOrder("strangers.server.Server", "strangers.client.Client"))
			.anySatisfy(inOrder("strangers.client.Client", "strangers.server.Server"));
	}

	@Test
	void importOfAutoconfigureIsCaught() {
		assertThatViolations("glue", ArchitectureRules::layersImportOnlyLayersBelow)
			.anySatisfy(inOrder("glue.observation.Convention", "glue.autoconfigure.Glue"));
	}

	@Test
	void typeOutsideTheLayersIsCaught() {
		assertThatViolations("homeless", ArchitectureRules::layersImportOnlyLayersBelow)
			.anySatisfy(inOrder("homeless.util.Helper"));
	}

	@Test
	void packagesAreFreeOfCycles() {
		assertThatMain(ArchitectureRules::packagesAreFreeOfCycles).isEmpty();
	}

	@Test
	void cycleInsideALayerIsCaught() {
		assertThatViolations("cycle", ArchitectureRules::packagesAreFreeOfCycles)
			.anySatisfy(inOrder("cycle.session.Outer", "cycle.session.annotation.Inner"));
	}

	@Test
	void minaIsInNoSignature() {
		assertThatMain(ArchitectureRules::minaIsInNoSignature).isEmpty();
	}

	@Test
	void minaInAMethodIsCaught() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.parameter("))
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.result("))
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.SshException", "PublicApi.failure("))
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.<init>("));
	}

	@Test
	void minaInAFieldIsCaught() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.field"));
	}

	@Test
	void minaInATypeArgumentIsCaught() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.typeArgument("))
			.anySatisfy(inOrder("PublicApi shows org.apache.sshd.common.session.Session", "PublicApi.typeParameter("));
	}

	@Test
	void minaAsASupertypeIsCaught() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(inOrder("PublicApi$Subclass shows org.apache.sshd.common.SshException", "declaration"))
			.anySatisfy(inOrder("PublicApi$Generic shows org.apache.sshd.common.session.Session", "declaration"))
			.anySatisfy(inOrder("PublicApi$Generic shows org.apache.sshd.client.session.ClientSession", "declaration"));
	}

	@Test
	void minaBehindAHiddenSuperclassIsCaught() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(
					inOrder("PublicApi$Inheriting shows org.apache.sshd.common.session.SessionListener", "declaration"))
			.anySatisfy(inOrder("PublicApi$Inheriting shows org.apache.sshd.common.session.Session",
					"PublicApi$Hidden.inherited("));
	}

	@Test
	void minaInACustomizerIsCaughtUnlessItIsTheCallback() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.anySatisfy(inOrder("PublicApi$Customizer shows org.apache.sshd.server.SshServer", "Customizer.getServer("))
			.anySatisfy(inOrder("PublicApi$Customizer shows org.apache.sshd.client.SshClient", "Customizer.customize("))
			.noneSatisfy(inOrder("PublicApi$Customizer shows org.apache.sshd.server.SshServer", ".customize("));
	}

	@Test
	void minaInWhatUsersDoNotSeeIsAllowed() {
		assertThatViolations("mina", ArchitectureRules::minaIsInNoSignature)
			.noneSatisfy(inOrder("PublicApi$Hidden", " shows "))
			.noneSatisfy(inOrder("PublicApi.hidden("));
	}

	@Test
	void bootIsOnlyInAutoconfigure() {
		assertThatMain(ArchitectureRules::bootIsOnlyInAutoconfigure).isEmpty();
	}

	@Test
	void bootOutsideAutoconfigureIsCaught() {
		assertThatViolations("boot", ArchitectureRules::bootIsOnlyInAutoconfigure)
			.anySatisfy(inOrder("boot.session.Status", "org.springframework.boot.ExitCodeGenerator"));
	}

	@Test
	void publicClassesAreSeams() {
		assertThatMain((root) -> ArchitectureRules.publicClassesAreSeams(root, ArchitectureRules.SEAMS)).isEmpty();
	}

	@Test
	void publicClassThatIsNoSeamIsCaught() {
		assertThatViolations("seams", (root) -> ArchitectureRules.publicClassesAreSeams(root, Set.of()))
			.anySatisfy(inOrder("seams.transport.Exposed is public"));
	}

	@Test
	void seamThatIsGoneIsCaught() {
		assertThatViolations("seams",
				(root) -> ArchitectureRules.publicClassesAreSeams(root, Set.of("transport.Exposed", "transport.Gone")))
			.singleElement()
			.satisfies(inOrder("seams.transport.Gone is listed"));
	}

	@Test
	void settingsAreRecords() {
		assertThatMain(ArchitectureRules::settingsAreRecords).isEmpty();
	}

	@Test
	void settingsThatCanChangeAreCaught() {
		assertThatViolations("settings", ArchitectureRules::settingsAreRecords)
			.anySatisfy(inOrder("settings.server.MutableSettings>"))
			.anySatisfy(inOrder("settings.server.SpringSettings$Mutable>"))
			.noneSatisfy(inOrder("settings.server.SpringSettings>"));
	}

	@Test
	void settingsAreFreeOfSpring() {
		assertThatMain(ArchitectureRules::settingsAreFreeOfSpring).isEmpty();
	}

	@Test
	void springInSettingsIsCaught() {
		assertThatViolations("settings", ArchitectureRules::settingsAreFreeOfSpring)
			.anySatisfy(inOrder("settings.server.SpringSettings.", "org.springframework.core.io.Resource"))
			.anySatisfy(inOrder("settings.server.SpringSettings$Limits.", "org.springframework.util.unit.DataSize"));
	}

	@Test
	void propertiesAreOnlyInAutoconfigure() {
		assertThatMain(ArchitectureRules::propertiesAreOnlyInAutoconfigure).isEmpty();
	}

	@Test
	void propertiesOutsideAutoconfigureAreCaught() {
		assertThatViolations("settings", ArchitectureRules::propertiesAreOnlyInAutoconfigure)
			.anySatisfy(inOrder("settings.server.MisplacedProperties"));
	}

	@Test
	void packagesAreNullMarked() {
		assertThatMain(ArchitectureRules::packagesAreNullMarked).isEmpty();
	}

	@Test
	void packageThatIsNotNullMarkedIsCaught() {
		assertThatViolations("unmarked", ArchitectureRules::packagesAreNullMarked)
			.anySatisfy(inOrder("unmarked.transport.Unmarked"));
	}

	private static ListAssert<String> assertThatMain(Function<String, ArchRule> rule) {
		return assertThatViolations(rule.apply(ROOT), MAIN);
	}

	private static ListAssert<String> assertThatViolations(String tree, Function<String, ArchRule> rule) {
		String root = ArchitectureTests.class.getPackageName() + ".violations." + tree;
		return assertThatViolations(rule.apply(root), new ClassFileImporter().importPackages(root));
	}

	private static ListAssert<String> assertThatViolations(ArchRule rule, JavaClasses classes) {
		return assertThat(rule.evaluate(classes).getFailureReport().getDetails()).as(rule.getDescription());
	}

	private static ThrowingConsumer<String> inOrder(String... parts) {
		return (violation) -> assertThat(violation).containsSubsequence(parts);
	}

}
