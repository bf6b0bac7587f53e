// Points of Yoast's SEO and content assessors for each paper on stdin: [{html, title, width, meta, keyphrase, slug, url}] -> [{id: points}].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire( process.cwd() + "/package.json" );
const part = ( path ) => {
	const module = load( `yoastseo/build/${ path }` );
	return module.default ?? module;
};
console.log = console.info = console.warn = () => {};

const Paper = part( "values/Paper.js" );
const Researcher = part( "languageProcessing/languages/fr/Researcher.js" );
const assessors = [ part( "scoring/assessors/seoAssessor.js" ), part( "scoring/assessors/contentAssessor.js" ) ];
const Distribution = part( "scoring/assessments/seo/KeyphraseDistributionAssessment.js" );
const distribution = part( "languageProcessing/researches/keyphraseDistribution.js" );

function points( text ) {
	const paper = new Paper( text.html, {
		keyword: text.keyphrase, description: text.meta, title: text.title, titleWidth: text.width, textTitle: text.title,
		slug: text.slug, locale: "fr_FR", permalink: `${ text.url }/${ text.slug }/`,
	} );
	const researcher = new Researcher( paper );
	researcher.addResearch( "keyphraseDistribution", distribution );
	const found = {};
	for ( const Assessor of assessors ) {
		const assessor = new Assessor( researcher );
		assessor.assess( paper );
		for ( const result of assessor.getValidResults() ) {
			found[ result.getIdentifier() ] = result.getScore();
		}
	}
	found.keyphraseDistribution = new Distribution().getResult( paper, researcher ).getScore();
	return found;
}

process.stdout.write( JSON.stringify( JSON.parse( readFileSync( 0, "utf8" ) ).map( points ) ) );
